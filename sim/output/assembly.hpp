// Records -> the output. Takes them piece by piece and writes whole chunks in the order in which
// they fill: the values depend on the study alone, the bytes on where long runs are cut into pieces
// too. Parts leave no trace.
#pragma once

#include <filesystem>
#include <memory>

#include "output/layout.hpp"
#include "output/pieces.hpp"

namespace tizhi {

// An output in the making, at `path`. What no run adds to is written at once, so that it can be
// while they play; the bytes are the same whenever that was.
class Assembly {
 public:
  Assembly(const std::filesystem::path& path, const Study& study, const Provenance& provenance);
  Assembly(Assembly&&) noexcept;
  Assembly& operator=(Assembly&&) noexcept;
  ~Assembly();

  // Writes the rest, and closes the file. The tally is that of the pieces.
  void finish(const Tally& tally, const Pieces& pieces);

 private:
  const Study* study_;
  std::unique_ptr<hdf5::NewFile> file_;
};

}  // namespace tizhi
