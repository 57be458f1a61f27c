#include "output/error.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace tizhi {
namespace {

std::string in_words(const std::string& path, const std::string& reason, const std::string& out) {
  return path + ": " + reason + (out.empty() ? "" : "; " + out);
}

std::string remedy(const std::filesystem::path& path, int error) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "free some space and give the same command again: it goes on from the runs that are "
             "safely stored";
    case EACCES:
    case EPERM:
    case EROFS:
      return "choose a place that you may write to with -o, or change the permissions of " +
             folder.string();
    case ENOENT:
      return "make the folder first: mkdir -p '" + folder.string() + "'";
    case ENOTDIR:
      return "a part of this path is a file and not a folder: choose another place with -o";
    case ENAMETOOLONG:
      return "choose a shorter name with -o";
    default:
      return "give the same command again when this is mended: it goes on from the runs that are "
             "safely stored";
  }
}

}  // namespace

OutputError::OutputError(std::filesystem::path where, std::string why, std::string what_to_do)
    : std::runtime_error(in_words(where.string(), why, what_to_do)),
      path(std::move(where)),
      reason(std::move(why)),
      way_out(std::move(what_to_do)) {}

OutputError system_failure(const std::filesystem::path& path, const std::string& deed, int error) {
  const std::string why = std::generic_category().message(error);
  return {path, "cannot " + deed + ": " + why, remedy(path, error)};
}

}  // namespace tizhi
