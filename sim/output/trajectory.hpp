// The file of one run or sweep: kept in parts while the runs are played, whole when all are done.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/record.hpp"
#include "output/error.hpp"
#include "output/pieces.hpp"
#include "output/provenance.hpp"

namespace tizhi {

// What to do with finished parts of another run that lie in the way.
enum class Strangers { refuse, discard };

// Collects the runs of a study into OUT.h5.parts/ and makes OUT.h5 of them. The bytes of the
// finished file depend on the study and the provenance alone: not on threads, nor on when the work
// was interrupted. The study must outlive the writer. Every member may throw OutputError.
class TrajectoryWriter {
 public:
  // Finds what is finished. Parts of this very run are continued; those of another run, program
  // version or layout are refused or discarded; damaged ones are played again.
  TrajectoryWriter(std::filesystem::path out, const Study& study, Provenance provenance,
                   double checkpoint_seconds, Strangers strangers = Strangers::refuse);
  TrajectoryWriter(const TrajectoryWriter&) = delete;
  TrajectoryWriter& operator=(const TrajectoryWriter&) = delete;
  ~TrajectoryWriter();

  // The job from which to go on.
  std::size_t first_missing() const;

  // finish() will be asked for the output itself: what no run adds to is written when the first run
  // is added, while others play.
  void expect_output();

  // What was found that the user should know of: damaged parts.
  const std::vector<std::string>& remarks() const;

  // Jobs come in order, and so do the pieces of each. Closes a part, on the disk under its final
  // name, every checkpoint.
  void add(const Job& job, Record&& piece);

  // Closes the part now: the runs that were added whole survive whatever comes, and nothing can be
  // added to one that was not.
  void checkpoint();

  // Assembles OUT.h5 once all jobs are in, and removes the parts. Gives the file's path.
  std::filesystem::path finish();

  // The same with another file made of the pieces: make(whole, pieces) writes it to `whole`.
  using Make = std::function<void(const std::filesystem::path& whole, const Pieces& pieces)>;
  std::filesystem::path finish(const Make& make);

  double stored_bytes() const;  // of the disk, by the parts

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

// How far an output is that is not finished; nothing where there are no parts of one.
struct UnderWay {
  std::size_t runs = 0, total = 0;  // stored, of how many
  double bytes = 0;
};
std::optional<UnderWay> under_way(const std::filesystem::path& out);

// Bytes of a part that stay in memory: a small world leaves more room for them than a big one.
std::size_t part_room(const Study& study);

// Removes the parts that a crash at the very end left beside a finished output, unless another
// process is at work there.
void remove_leftovers(const std::filesystem::path& out);

enum class Existing { absent, same_run, other_run, unreadable };

struct Standing {
  Existing existing = Existing::absent;
  std::string difference;  // other_run, unreadable: what differs or why, for the user
};

// What stands under the output's name, beside the study that is to be written there.
Standing standing(const std::filesystem::path& out, const Study& study);

}  // namespace tizhi
