#include "output/trajectory.hpp"

#include <cmath>
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "output/part.hpp"
#include "output/reading.hpp"
#include "support/study.hpp"

using namespace tizhi;
using namespace tizhi::test;
namespace fs = std::filesystem;

namespace {

constexpr double kNever = 1e9;  // seconds between checkpoints
const Provenance kProgram{"0.1.0", "tested"};

// An empty folder for one test, below the one it was started in.
fs::path empty_folder(const std::string& name) {
  const fs::path folder = fs::absolute("trajectory_test_" + name);
  fs::remove_all(folder);
  fs::create_directory(folder);
  return folder;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void add_until(TrajectoryWriter& writer, const Study& study, std::size_t end) {
  const std::vector<Record> all = records(study);
  for (std::size_t n = writer.first_missing(); n < end; ++n) {
    Record copy = all[n];
    writer.add(job_of(study, n), std::move(copy));
  }
}

std::size_t jobs(const Study& study) { return study.variants.size() * study.replicates; }

// The run's first pieces of a few steps each; all of it where there are enough of them.
void add_in_pieces(TrajectoryWriter& writer, const Study& study, std::size_t number, int pieces) {
  const Job job = job_of(study, number);
  const Run& run = study.variants[job.variant].run;
  const Groundwork ground = groundwork(run);
  Simulation simulation(run, ground, job.replicate);
  Recorder recorder(run, study.outcomes, study.recording, simulation.state().model);
  for (int piece = 0; piece < pieces && !simulation.is_over();) {
    const Happenings now = simulation.advance();
    recorder.note(now, simulation.state().model);
    if (now.step % 4 != 1 && !simulation.is_over()) continue;
    writer.add(job, recorder.take());
    ++piece;
  }
}

// Whatever each of two outputs says of the runs.
void check_same_values(const fs::path& a, const fs::path& b) {
  const TrajectoryFile one(a), other(b);
  REQUIRE(one.variables() == other.variables());
  for (const std::string name :
       {"share", "outcome_b_at_end", "initial_state", "trajectory", "formation_offset",
        "formation_step", "formation_region", "formation_from", "formation_to", "formation_cause",
        "formation_ledger", "arrival_step", "arrival_region", "arrival_model", "arrival_origin",
        "order_step", "order_region", "order_model"}) {
    CHECK(one.shape(name) == other.shape(name));
    CHECK(one.numbers<double>(name) == other.numbers<double>(name));
  }
}

std::string write_at_once(const fs::path& out, const Study& study) {
  TrajectoryWriter writer(out, study, kProgram, kNever);
  add_until(writer, study, jobs(study));
  return contents(writer.finish());
}

// What a process leaves that stopped after so many runs.
void write_until(const fs::path& out, const Study& study, std::size_t end) {
  TrajectoryWriter writer(out, study, kProgram, kNever);
  add_until(writer, study, end);
  writer.checkpoint();
}

fs::path only_part(const fs::path& out) {
  for (const auto& entry : fs::directory_iterator(out.string() + ".parts")) return entry.path();
  return {};
}

}  // namespace

TEST_CASE("writing a study twice gives the same bytes, and leaves nothing else behind") {
  const fs::path folder = empty_folder("twice");
  const std::string first = write_at_once(folder / "first.h5", full_study());
  CHECK(first.size() > 1000);
  CHECK(write_at_once(folder / "second.h5", full_study()) == first);
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
}

TEST_CASE("a file cut into parts anywhere, any number of times, has the same bytes") {
  const fs::path folder = empty_folder("parts");
  for (const int compress : {0, 4}) {
    Study study = full_study();
    study.recording.compress = compress;
    const std::string whole = write_at_once(folder / "whole.h5", study);
    for (std::size_t cut = 1; cut < jobs(study); ++cut) {
      const fs::path out = folder / ("cut" + std::to_string(cut) + ".h5");
      write_until(out, study, cut);
      CHECK_FALSE(fs::exists(out));
      CHECK(write_at_once(out, study) == whole);
      fs::remove(out);
      for (std::size_t end = 1; end <= jobs(study); end += cut) write_until(out, study, end);
      CHECK(write_at_once(out, study) == whole);
      fs::remove(out);
    }
    TrajectoryWriter every_run(folder / "every.h5", study, kProgram, 0);
    add_until(every_run, study, jobs(study));
    CHECK(contents(every_run.finish()) == whole);
  }
}

TEST_CASE("runs that come in pieces make the same output, and a run half come is played again") {
  const fs::path folder = empty_folder("pieces");
  Study study = full_study();
  for (const int compress : {0, 4}) {
    study.recording.compress = compress;
    write_at_once(folder / "whole.h5", study);
    const fs::path out = folder / "out.h5";
    for (const std::size_t end : {std::size_t{3}, jobs(study)}) {
      TrajectoryWriter writer(out, study, kProgram, kNever);
      for (std::size_t n = writer.first_missing(); n < end; ++n) add_in_pieces(writer, study, n, 9);
      if (end == jobs(study)) {
        writer.finish();
        check_same_values(folder / "whole.h5", out);
        continue;
      }
      add_in_pieces(writer, study, end, 2);
      writer.checkpoint();
      CHECK(TrajectoryWriter(out, study, kProgram, kNever).first_missing() == end);
    }
    fs::remove(out);
    fs::remove(folder / "whole.h5");
  }
}

TEST_CASE("what no run adds to may be written while they play: the same bytes, and no trace") {
  const fs::path folder = empty_folder("early");
  const Study study = full_study();
  const std::string whole = write_at_once(folder / "whole.h5", study);
  const fs::path out = folder / "out.h5", begun = folder / "out.h5.parts" / "assembled.unfinished";
  {
    TrajectoryWriter writer(out, study, kProgram, kNever);
    writer.expect_output();
    CHECK_FALSE(fs::exists(begun));
    add_until(writer, study, 3);
    CHECK(fs::exists(begun));
    writer.checkpoint();
  }
  CHECK_FALSE(fs::exists(begun));
  {
    TrajectoryWriter writer(out, study, kProgram, kNever);
    writer.expect_output();
    add_until(writer, study, jobs(study));
    CHECK(contents(writer.finish()) == whole);
  }
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
  fs::remove(out);
  TrajectoryWriter writer(out, study, kProgram, kNever);
  writer.expect_output();
  fs::create_directories(begun / "in the way");  // where it cannot be written early, it is later
  add_until(writer, study, jobs(study));
  fs::remove_all(begun);
  CHECK(contents(writer.finish()) == whole);
}

TEST_CASE("a small world leaves more of the memory to its runs than a big one") {
  Study study = full_study();
  CHECK(part_room(study) > std::size_t{100} << 20U);
  World world = generate({1, 30, 30, 30, 30}, {});
  study.variants.front().run.world = std::make_shared<const World>(world);
  CHECK(part_room(study) < std::size_t{100} << 20U);
  world = generate({1, 30, 30, 30, 100}, {});
  study.variants.front().run.world = std::make_shared<const World>(world);
  CHECK(part_room(study) == std::size_t{16} << 20U);
}

TEST_CASE("runs that memory does not hold go to the disk, up to the last whole one") {
  const fs::path out = empty_folder("large") / "out.h5";
  const Study study = full_study();
  const auto add = [&](TrajectoryWriter& writer, std::size_t n, bool is_last) {
    Record piece;
    piece.formations.resize(2'500'000);
    std::fill_n(piece.formations.steps().begin(), piece.formations.size(), 7);
    piece.is_last = is_last;
    piece.outcomes.assign(is_last ? study.outcomes.size() : 0, 0.5);
    writer.add(job_of(study, n), std::move(piece));
  };
  {
    TrajectoryWriter writer(out, study, kProgram, kNever);
    for (const bool is_last : {false, true}) add(writer, 0, is_last);
    for (int piece = 0; piece < 3; ++piece) add(writer, 1, false);
    writer.checkpoint();
  }
  PartReader reader(only_part(out));
  std::size_t formations = 0;
  for (Record piece; reader.next(piece);) formations += piece.formations.size();
  CHECK(reader.runs() == 1);
  CHECK(formations == 5'000'000);
  CHECK(TrajectoryWriter(out, study, kProgram, kNever).first_missing() == 1);
}

TEST_CASE("what was added and not closed is played again, and nothing else") {
  const fs::path out = empty_folder("unclosed") / "out.h5";
  const Study study = full_study();
  {
    TrajectoryWriter writer(out, study, kProgram, kNever);
    add_until(writer, study, 3);
    writer.checkpoint();
    add_until(writer, study, 5);
  }
  TrajectoryWriter again(out, study, kProgram, kNever);
  CHECK(again.first_missing() == 3);
  CHECK(again.remarks().empty());
}

TEST_CASE("a damaged part is played again and said to be") {
  const Study study = full_study();
  const fs::path folder = empty_folder("damage");
  const std::string whole = write_at_once(folder / "whole.h5", study);
  const fs::path out = folder / "out.h5";
  write_until(out, study, 3);
  const std::string sound = contents(only_part(out));
  std::vector<std::string> damaged{"", sound.substr(0, 5), sound.substr(0, sound.size() / 2),
                                   sound.substr(0, sound.size() - 8), std::string(600, '\0')};
  for (std::size_t at = 0; at < sound.size(); at += 97) {
    damaged.push_back(sound);
    damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 4);
  }
  for (const std::string& bytes : damaged) {
    fs::create_directory(out.string() + ".parts");
    std::ofstream(fs::path(out.string() + ".parts") / "000000000000.part", std::ios::binary)
        << bytes;
    TrajectoryWriter writer(out, study, kProgram, kNever, Strangers::discard);
    CHECK(writer.first_missing() == 0);
    fs::remove_all(out.string() + ".parts");
  }
  write_until(out, study, 3);
  std::ofstream(only_part(out), std::ios::binary) << sound.substr(0, sound.size() - 8);
  TrajectoryWriter writer(out, study, kProgram, kNever);
  REQUIRE(writer.remarks().size() == 1);
  CHECK(writer.remarks()[0].find("cut short; its runs are played again") != std::string::npos);
  add_until(writer, study, jobs(study));
  CHECK(contents(writer.finish()) == whole);
}

TEST_CASE("parts of another run are refused with what differs, or thrown away when told to") {
  const fs::path out = empty_folder("strangers") / "out.h5";
  Study study = full_study();
  write_until(out, study, 3);
  study.scenario_hash = "aaaaaaaaaaaaaaaa";
  const auto open = [&](Strangers strangers, const Provenance& program) {
    return TrajectoryWriter(out, study, program, kNever, strangers).first_missing();
  };
  const auto differs_by = [&](const std::string& words) {
    return Catch::Matchers::Predicate<OutputError>(
        [words](const OutputError& e) { return e.reason.find(words) != std::string::npos; }, words);
  };
  CHECK_THROWS_MATCHES(open(Strangers::refuse, kProgram), OutputError,
                       differs_by("\"scenario hash 0123456789abcdef\", now \"scenario hash aaaa"));
  study.scenario_hash = full_study().scenario_hash;
  CHECK_THROWS_MATCHES(open(Strangers::refuse, Provenance{"0.2.0", "tested"}), OutputError,
                       differs_by("\"program version 0.1.0\", now \"program version 0.2.0\""));
  CHECK(open(Strangers::refuse, kProgram) == 3);
  CHECK(open(Strangers::discard, Provenance{"0.2.0", "tested"}) == 0);
}

TEST_CASE("what stands under the name is told apart") {
  const fs::path folder = empty_folder("standing");
  const fs::path out = folder / "out.h5";
  Study study = full_study();
  CHECK(standing(out, study).existing == Existing::absent);
  write_at_once(out, study);
  CHECK(standing(out, study).existing == Existing::same_run);
  study.scenario_hash = "another";
  CHECK(standing(out, study).existing == Existing::other_run);
  CHECK(standing(out, study).difference ==
        "scenario_hash is 0123456789abcdef there, and another here (its title: Everything)");
  std::ofstream(folder / "text.h5") << "not HDF5";
  CHECK(standing(folder / "text.h5", study).existing == Existing::unreadable);
  CHECK(standing(folder, study).existing == Existing::unreadable);
}

TEST_CASE("a place that cannot be written to is refused before any run, with the way out") {
  const Study study = full_study();
  const fs::path folder = empty_folder("refused");
  const auto refusal = [&](const fs::path& out) -> std::string {
    try {
      TrajectoryWriter writer(out, study, kProgram, kNever);
    } catch (const OutputError& error) {
      return error.reason + "; " + error.way_out;
    }
    return "none";
  };
  CHECK(refusal(folder / "missing" / "out.h5") ==
        "cannot make this folder: No such file or directory; make the folder first: mkdir -p '" +
            (folder / "missing").string() + "'");
  std::ofstream(folder / "file") << "a file";
  CHECK(refusal(folder / "file" / "out.h5").find("is a file and not a folder") !=
        std::string::npos);
}

TEST_CASE("an output holds what the records held") {
  const fs::path out = empty_folder("values") / "out.h5";
  const Study study = full_study();
  write_at_once(out, study);
  const TrajectoryFile file(out);
  const std::vector<Record> all = records(study);
  const auto offset = file.numbers<std::int64_t>("formation_offset");
  const auto step = file.numbers<std::int32_t>("formation_step");
  const auto ledger = file.numbers<std::uint8_t>("formation_ledger");
  const auto shares = file.numbers<double>("share");
  REQUIRE(file.shape("share") == Extent{1, 2, 4, 4, 3, 3});
  REQUIRE(offset.size() == 9);
  for (std::size_t n = 0; n < all.size(); ++n) {
    const auto& formations = all[n].formations;
    REQUIRE(offset[n + 1] - offset[n] == static_cast<std::int64_t>(formations.size()));
    for (std::size_t f = 0; f < formations.size(); ++f) {
      const auto row = static_cast<std::size_t>(offset[n]) + f;
      CHECK(step[row] == formations[f].step);
      for (std::size_t c = 0; c < kPressingCauses; ++c)
        CHECK(ledger[row * kPressingCauses + c] == formations[f].ledger[c]);
    }
    // The second of the kept states is the one after twelve months; counties are 12.
    CHECK(shares[((n * 4 + 1) * 3 + 2) * 3 + 1] ==
          Approx(all[n].counts[(1 * 3 + 2) * 3 + 1] / 12.0));
    CHECK(file.numbers<double>("outcome_b_at_end")[n] == all[n].outcomes[0]);
  }
  CHECK(std::isnan(file.numbers<double>("outcome_never")[0]));
}

TEST_CASE("an output with nothing in it can be written and read") {
  const fs::path out = empty_folder("bare") / "out.h5";
  write_at_once(out, bare_study());
  const TrajectoryFile file(out);
  CHECK(file.length("formation") == 0);
  CHECK(file.length("event") == 0);
  CHECK(file.length("neighbour") == 0);
  CHECK(file.numbers<std::int64_t>("formation_offset") == std::vector<std::int64_t>{0, 0});
  CHECK(file.numbers<std::int32_t>("formation_step").empty());
  CHECK(file.texts("event").empty());
  CHECK(file.texts("region") == std::vector<std::string>{"1"});
  CHECK(file.texts("region_name_zh") == std::vector<std::string>{""});
}
