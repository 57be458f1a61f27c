#include "output/lock.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include "output/error.hpp"
#include "output/files.hpp"

namespace tizhi {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// When a process began, in the kernel's ticks; empty where the system does not say.
std::string beginning_of(pid_t process) {
  const std::string status = contents("/proc/" + std::to_string(process) + "/stat");
  const auto after_name = status.rfind(')');  // a name may hold anything
  if (after_name == std::string::npos) return "";
  std::istringstream words(status.substr(after_name + 1));
  std::string word;
  for (int field = 3; field <= 22; ++field) words >> word;
  return word;
}

std::string this_process() {
  return host_name() + ' ' + std::to_string(::getpid()) + ' ' + beginning_of(::getpid()) + '\n';
}

// On this host, and no longer running. Of another host's processes nothing is known.
bool is_gone(const std::string& owner) {
  std::istringstream words(owner);
  std::string host, begun;
  pid_t process = 0;
  if (!(words >> host >> process) || process <= 0 || host != host_name()) return false;
  if (::kill(process, 0) != 0 && errno == ESRCH) return true;
  return words >> begun && begun != beginning_of(process);
}

// Makes the lock in one move, whole from the beginning; false if one stands. A link does it, or,
// where the file system has no links, making a file that must be new.
bool make(const std::filesystem::path& out, const std::filesystem::path& path,
          const std::string& owner) {
  const std::filesystem::path own = path.string() + '.' + std::to_string(::getpid());
  try {
    OutputFile(own).write(std::as_bytes(std::span(owner)));
  } catch (const OutputError& error) {
    throw OutputError(out, error.reason, error.way_out);
  }
  const int error = ::link(own.c_str(), path.c_str()) == 0 ? 0 : errno;
  ::unlink(own.c_str());
  if (error == 0 || error == EEXIST) return error == 0;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0 && errno == EEXIST) return false;
  if (file < 0) throw system_failure(out, "make its lock file", errno);
  ::close(file);
  OutputFile(path).write(std::as_bytes(std::span(owner)));
  return true;
}

// Takes a lock away, but only the one that was read: another process may have been faster.
void remove_lock_of(const std::filesystem::path& path, const std::string& owner) {
  const std::filesystem::path aside = path.string() + ".stale." + std::to_string(::getpid());
  if (std::rename(path.c_str(), aside.c_str()) != 0) return;
  if (contents(aside) != owner) [[maybe_unused]]
    const int back = ::link(aside.c_str(), path.c_str());
  ::unlink(aside.c_str());
}

OutputError refusal(const std::filesystem::path& path, const std::string& owner) {
  std::istringstream words(owner);
  std::string host, process;
  words >> host >> process;
  const std::string whose =
      process.empty() ? "another process" : "process " + process + " on " + host;
  return {path, whose + " is writing this output",
          "wait for it, or, if you know that it is gone, take over with --force"};
}

}  // namespace

Lock::Lock(const std::filesystem::path& out, Takeover takeover)
    : path_(out.string() + ".lock"), owner_(this_process()) {
  if (make(out, path_, owner_)) return;
  const std::string owner = contents(path_);
  if (takeover == Takeover::always || is_gone(owner)) {
    remove_lock_of(path_, owner);
    if (make(out, path_, owner_)) return;
  }
  throw refusal(path_, contents(path_));
}

Lock::~Lock() {
  if (contents(path_) == owner_) ::unlink(path_.c_str());
}

}  // namespace tizhi
