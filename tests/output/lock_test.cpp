#include "output/lock.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "output/error.hpp"

using namespace tizhi;
namespace fs = std::filesystem;

namespace {

fs::path fresh_output() {
  const fs::path out = fs::absolute("lock_test.h5");
  fs::remove(out.string() + ".lock");
  return out;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void leave_lock(const fs::path& out, const std::string& owner) {
  std::ofstream(out.string() + ".lock") << owner;
}

std::string refusal(const fs::path& out, Takeover takeover = Takeover::if_stale) {
  try {
    const Lock lock(out, takeover);
  } catch (const OutputError& error) {
    return error.reason + "; " + error.way_out;
  }
  return "none";
}

// The lock of a process that has ended without taking it away, as a kill -9 leaves it.
std::string lock_of_dead_process(const fs::path& out) {
  const pid_t child = fork();
  if (child == 0) {
    const Lock lock(out, Takeover::if_stale);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  return contents(out.string() + ".lock");
}

}  // namespace

TEST_CASE("a lock stands while it is held, and a second one is refused with its owner's name") {
  const fs::path out = fresh_output();
  {
    const Lock lock(out, Takeover::if_stale);
    CHECK(lock.path() == out.string() + ".lock");
    CHECK(refusal(out).find("process " + std::to_string(getpid()) + " on ") == 0);
    CHECK(refusal(out).find("take over with --force") != std::string::npos);
    CHECK(fs::exists(lock.path()));
  }
  CHECK_FALSE(fs::exists(out.string() + ".lock"));
}

TEST_CASE("a lock whose process is gone is taken over") {
  const fs::path out = fresh_output();
  CHECK_FALSE(lock_of_dead_process(out).empty());
  CHECK(refusal(out) == "none");
  CHECK_FALSE(fs::exists(out.string() + ".lock"));
}

TEST_CASE("a process id that is used again does not keep a lock alive") {
  const fs::path out = fresh_output();
  std::string owner;
  {
    const Lock lock(out, Takeover::if_stale);
    owner = contents(lock.path());
  }
  leave_lock(out, owner);
  CHECK(refusal(out) != "none");  // this very process is still running
  leave_lock(out, owner.substr(0, owner.rfind(' ')) + " 1\n");
  CHECK(refusal(out) == "none");
}

TEST_CASE("locks of other hosts, and unreadable ones, are taken over only by force") {
  for (const std::string owner : {"another.host 1 1\n", "", "nonsense"}) {
    const fs::path out = fresh_output();
    leave_lock(out, owner);
    CHECK(refusal(out) != "none");
    CHECK(contents(out.string() + ".lock") == owner);
    CHECK(refusal(out, Takeover::always) == "none");
  }
}

TEST_CASE("of many processes that find a stale lock one gets it") {
  const fs::path out = fresh_output();
  for (int trial = 0; trial < 20; ++trial) {
    lock_of_dead_process(out);
    int ready[2], go[2];
    REQUIRE((pipe(ready) == 0 && pipe(go) == 0));
    for (int n = 0; n < 8; ++n)
      if (fork() == 0) {
        char signal = 0;
        close(go[1]);
        const bool waited = read(go[0], &signal, 1) == 0;  // until all are there
        char won = 0;
        try {
          const Lock lock(out, Takeover::if_stale);
          won = waited ? 1 : 0;
          if (write(ready[1], &won, 1) != 1) _exit(1);
          usleep(100000);
          _exit(0);  // as a kill -9 would end it
        } catch (const OutputError&) {
        }
        if (write(ready[1], &won, 1) != 1) _exit(1);
        _exit(0);
      }
    close(go[0]);
    close(go[1]);
    int winners = 0;
    for (int n = 0; n < 8; ++n) {
      char won = 0;
      REQUIRE(read(ready[0], &won, 1) == 1);
      winners += won;
    }
    CHECK(winners == 1);
    while (wait(nullptr) > 0) continue;
    close(ready[0]);
    close(ready[1]);
  }
  fs::remove(out.string() + ".lock");
}
