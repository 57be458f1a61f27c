// Durations, numbers, CSV and JSON fields, widths on a terminal, CPUs.
#include <cmath>
#include <limits>
#include <map>

#include "catch.hpp"
#include "cli/cpus.hpp"
#include "cli/duration.hpp"
#include "cli/numbers.hpp"
#include "cli/terminal.hpp"

using namespace tizhi;

TEST_CASE("durations are read as people and batch systems write them") {
  CHECK(seconds_of("90") == 90);
  CHECK(seconds_of("90s") == 90);
  CHECK(seconds_of("500ms") == 0.5);
  CHECK(seconds_of("10m") == 600);
  CHECK(seconds_of("10min") == 600);
  CHECK(seconds_of("1.5h") == 5400);
  CHECK(seconds_of("1h30m") == 5400);
  CHECK(seconds_of("2d") == 172800);
  CHECK(seconds_of("1:30:00") == 5400);
  CHECK(seconds_of("01:30") == 90);
  for (const char* wrong :
       {"", "s", "-1", "1x", "1h30", "1:2:3:4", "1..5s", ":", "1:", "1 h", "nan", "inf", "1e3"}) {
    INFO(wrong);
    CHECK(!seconds_of(wrong));
  }
}

TEST_CASE("durations are written with what matters") {
  CHECK(spelled_duration(0.000076) == "0.076 ms");
  CHECK(spelled_duration(0.034) == "0.034 s");
  CHECK(spelled_duration(3.21) == "3.2 s");
  CHECK(spelled_duration(59.4) == "59 s");
  CHECK(spelled_duration(59.96) == "1 min 00 s");
  CHECK(spelled_duration(3599.9) == "1 h 00 min");
  CHECK(spelled_duration(7800) == "2 h 10 min");
  CHECK(spelled_duration(90000) == "1 d 01 h");
}

TEST_CASE("numbers are short for people and exact for programs") {
  CHECK(exact(0.1) == "0.1");
  CHECK(exact(1.0 / 3) == "0.3333333333333333");
  CHECK(exact(std::nan("")) == "nan");
  CHECK(with_prefix(0) == "0");
  CHECK(with_prefix(31) == "31");
  CHECK(with_prefix(3.2461) == "3.25");
  CHECK(with_prefix(999.7) == "1.00 k");
  CHECK(with_prefix(4612345) == "4.61 M");
  CHECK(with_prefix(1.2e9) == "1.20 G");
  CHECK(with_commas(7) == "7");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1000) == "1,000");
  CHECK(with_commas(1423511) == "1,423,511");
  CHECK(json_number(std::numeric_limits<double>::infinity()) == "null");
  CHECK(json_number(0.25) == "0.25");
}

TEST_CASE("text survives CSV and JSON") {
  CHECK(csv_field("北京市") == "北京市");
  CHECK(csv_field("a,b") == "\"a,b\"");
  CHECK(csv_field("say \"no\"") == "\"say \"\"no\"\"\"");
  CHECK(csv_field("two\nlines") == "\"two\nlines\"");
  CHECK(json_text("a\"b\\c\n体") == "\"a\\\"b\\\\c\\u000a体\"");
}

TEST_CASE("text is padded to columns of the terminal") {
  CHECK(padded("省", 4) == "省  ");
  CHECK(padded("long", 2) == "long");
}

TEST_CASE("threads are no more than the batch system grants") {
  std::map<std::string, const char*> batch;
  const auto granted = [&] {
    return granted_cpus([&](const char* name) -> const char* {
      const auto found = batch.find(name);
      return found == batch.end() ? nullptr : found->second;
    });
  };
  CHECK(granted() == 0);
  batch["SLURM_CPUS_ON_NODE"] = "16";
  CHECK(granted() == 16);
  batch["SLURM_CPUS_PER_TASK"] = "4";  // says more exactly what is ours
  CHECK(granted() == 4);
  batch["OMP_NUM_THREADS"] = "2,8";
  CHECK(granted() == 2);
  batch["NSLOTS"] = "nonsense";
  CHECK(granted() == 2);
}

TEST_CASE("a control group's quota is rounded up to whole CPUs") {
  CHECK(quota_cpus("max 100000") == 0);
  CHECK(quota_cpus("150000 100000") == 2);
  CHECK(quota_cpus("100000 100000") == 1);
  CHECK(quota_cpus("5000 100000") == 1);
  CHECK(quota_cpus("-1 100000") == 0);
  CHECK(quota_cpus("") == 0);
}
