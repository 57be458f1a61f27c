#include "output/trajectory.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "output/assembly.hpp"
#include "output/files.hpp"
#include "output/lock.hpp"
#include "output/part.hpp"

namespace tizhi {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLeastRoom = 16 << 20;

fs::path parts_of(const fs::path& out) { return out.string() + ".parts"; }

// What two parts must agree on to belong to one file, a line each.
std::string identity_of(const Study& study, const Provenance& provenance,
                        const std::vector<Column>& columns) {
  std::ostringstream text;
  text << "layout " << kFormatVersion << "\nprogram version " << provenance.program_version
       << "\ngit " << provenance.git << "\nscenario hash " << study.scenario_hash << "\nvariants "
       << study.variants.size() << "\nreplicates " << study.replicates;
  if (study.points)
    text << "\npoints " << study.points->total << "\nshard " << study.points->shard_text();
  text << "\nvariables";
  for (const Column& column : columns) text << ' ' << column.name;
  text << '\n';
  return text.str();
}

std::string quoted(const std::string& before, const std::string& line) {
  return before + '"' + line + '"';
}

// A number of an identity, by its line's first word; 1 where it has no such line.
std::int64_t number_in(const std::string& identity, const std::string& word) {
  std::istringstream lines(identity);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(word + ' ')) return std::atoll(line.c_str() + word.size());
  return 1;
}

// How many runs the output is to have.
std::size_t runs_of(const std::string& identity) {
  Points points;
  points.total = points.count = number_in(identity, "points");
  const std::size_t shards = identity.find("\nshard ");
  std::int64_t shard = 0, of = 0;
  if (shards != std::string::npos &&
      std::sscanf(identity.c_str() + shards, "\nshard %ld/%ld", &shard, &of) == 2)
    take_shard(points, shard, of);
  return static_cast<std::size_t>(points.count * number_in(identity, "variants") *
                                  number_in(identity, "replicates"));
}

// The first line in which they differ, in words.
std::string difference(const std::string& theirs, const std::string& ours) {
  std::istringstream their_lines(theirs), our_lines(ours);
  std::string their_line, our_line;
  while (std::getline(our_lines, our_line)) {
    if (!std::getline(their_lines, their_line)) their_line = "nothing more";
    if (their_line != our_line)
      return quoted("they have ", their_line) + quoted(", now ", our_line);
  }
  return "they know more than this version";
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    files.push_back(entry->path());
  if (error) throw system_failure(folder, "list this folder", error.value());
  std::sort(files.begin(), files.end());
  return files;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return;
  if (!fs::create_directory(folder, error) && error)
    throw system_failure(folder, "make this folder", error.value());
}

// One damaged file must not stop the others from being counted: it is played again.
std::optional<PartReader> open_part(const fs::path& path, std::vector<std::string>& remarks) {
  try {
    return std::make_optional<PartReader>(path);
  } catch (const OutputError& error) {
    remarks.push_back(path.string() + ": " + error.reason + "; its runs are played again");
    return std::nullopt;
  }
}

void remove_parts(const fs::path& out) {
  std::error_code error;
  fs::remove_all(parts_of(out), error);
  if (error) throw system_failure(parts_of(out), "remove this folder", error.value());
}

}  // namespace

// What goes by way of a file is written twice and read once.
std::size_t part_room(const Study& study) {
  constexpr std::size_t most = 128 << 20, of_region = 48;
  const auto world = static_cast<std::size_t>(study.variants.front().run.world->size());
  return std::max(kLeastRoom, most - std::min(most, of_region * world));
}

struct TrajectoryWriter::Content {
  fs::path out;
  const Study* study;
  Provenance provenance;
  double checkpoint_seconds;
  std::vector<Column> columns;
  std::string identity;
  fs::path folder;
  Tally tally;
  std::vector<fs::path> parts;  // closed ones, in order
  std::size_t next = 0;         // job
  std::optional<PartWriter> open;
  Clock::time_point opened{};
  std::vector<std::string> remarks;
  double closed_bytes = 0;
  bool begins_output = false;  // with the next run
  std::optional<Assembly> assembly;

  fs::path whole() const { return folder / "assembled.unfinished"; }
  void begin_output();
  void drop_output() {
    assembly.reset();
    std::error_code ignored;  // the next writer removes it
    fs::remove(whole(), ignored);
  }

  void survey(Strangers strangers);
  void take(const fs::path& path, Strangers strangers);
  bool read_through(const fs::path& path, PartReader& reader);
  void close_part(const fs::path& complete) {
    put_in_place(complete, part_name(folder, open->first()));
    if (parts.empty()) sync(folder_of(folder));  // where the folder of parts stands
    parts.push_back(part_name(folder, open->first()));
    closed_bytes += open->file_bytes();
    open.reset();
  }
};

bool TrajectoryWriter::Content::read_through(const fs::path& path, PartReader& reader) {
  try {
    Tally grown = tally;
    for (Record piece; reader.next(piece);) grown.count(piece);
    tally = grown;
    return true;
  } catch (const OutputError& error) {
    remarks.push_back(path.string() + ": " + error.reason + "; its runs are played again");
    return false;
  }
}

void TrajectoryWriter::Content::take(const fs::path& path, Strangers strangers) {
  auto reader = open_part(path, remarks);
  if (reader && reader->identity() != identity && strangers == Strangers::refuse)
    throw OutputError(
        folder, "holds finished parts of another run: " + difference(reader->identity(), identity),
        "choose another output with -o, or throw them away with --force");
  const bool continues = reader && reader->identity() == identity && reader->first() == next;
  if (!continues || !read_through(path, *reader)) {
    reader.reset();
    std::error_code ignored;  // the part that takes its place will have its name
    fs::remove(path, ignored);
    return;
  }
  next += reader->runs();
  std::error_code unknown;
  closed_bytes += static_cast<double>(fs::file_size(path, unknown));
  parts.push_back(path);
}

void TrajectoryWriter::Content::survey(Strangers strangers) {
  for (const fs::path& path : files_in(folder)) {
    if (is_part(path)) take(path, strangers);
    std::error_code ignored;
    if (PartWriter::is_unfinished(path)) fs::remove(path, ignored);
  }
}

TrajectoryWriter::TrajectoryWriter(fs::path out, const Study& study, Provenance provenance,
                                   double checkpoint_seconds, Strangers strangers)
    : content_(std::make_unique<Content>()) {
  content_->folder = parts_of(out);
  content_->out = std::move(out);
  content_->study = &study;
  content_->provenance = std::move(provenance);
  content_->checkpoint_seconds = checkpoint_seconds;
  content_->columns = columns(study);
  content_->identity = identity_of(study, content_->provenance, content_->columns);
  make_folder(content_->folder);
  content_->survey(strangers);
}

TrajectoryWriter::~TrajectoryWriter() {
  if (content_->assembly) content_->drop_output();
}

// What goes wrong here will go wrong at the end, and is told then, when no run is lost by it.
void TrajectoryWriter::Content::begin_output() {
  begins_output = false;
  if (part_room(*study) == kLeastRoom) return;  // HDF5 would take 25 MB while it lies open
  try {
    assembly.emplace(whole(), *study, provenance);
  } catch (const OutputError&) {
    drop_output();
  }
}

void TrajectoryWriter::expect_output() { content_->begins_output = true; }

std::size_t TrajectoryWriter::first_missing() const { return content_->next; }

const std::vector<std::string>& TrajectoryWriter::remarks() const { return content_->remarks; }

void TrajectoryWriter::add(const Job& job, Record&& piece) {
  Content& c = *content_;
  if (c.begins_output) c.begin_output();
  if (job.number != c.next) throw std::logic_error("runs must come in the order of the jobs");
  if (!c.open) {
    c.open.emplace(c.folder, c.identity, c.next, part_room(*c.study));
    c.opened = Clock::now();
  }
  c.tally.count(piece);
  const bool is_last = piece.is_last;
  c.open->add(std::move(piece));
  if (!is_last) return;
  ++c.next;
  if (std::chrono::duration<double>(Clock::now() - c.opened).count() >= c.checkpoint_seconds)
    checkpoint();
}

// What came of a run that is not over goes with the process.
void TrajectoryWriter::checkpoint() {
  Content& c = *content_;
  if (!c.open) return;
  if (c.open->runs() > 0) return c.close_part(c.open->complete());
  c.open->discard();
  c.open.reset();
}

// The last part need not reach the disk, as the file that it goes into will; unless that fails.
fs::path TrajectoryWriter::finish() {
  return finish([&](const fs::path& whole, const Pieces& pieces) {
    Content& c = *content_;
    if (!c.assembly) c.assembly.emplace(whole, *c.study, c.provenance);
    c.assembly->finish(c.tally, pieces);
    c.assembly.reset();
  });
}

double TrajectoryWriter::stored_bytes() const {
  return content_->closed_bytes + (content_->open ? content_->open->file_bytes() : 0);
}

fs::path TrajectoryWriter::finish(const Make& make) {
  Content& c = *content_;
  if (c.next != jobs_of(*c.study)) throw std::logic_error("an output is assembled of all its runs");
  std::vector<fs::path> parts = c.parts;
  if (c.open && !c.open->is_in_memory()) parts.push_back(c.open->complete());
  const Pieces pieces = [&](const auto& visit) {
    Record piece;
    for (const fs::path& part : parts)
      for (PartReader reader(part); reader.next(piece);) visit(piece);
    if (c.open)
      for (const Record& held : c.open->pieces()) visit(held);
  };
  const fs::path whole = c.whole();
  try {
    make(whole, pieces);
    put_in_place(whole, c.out);
  } catch (...) {
    c.drop_output();  // first, for its space
    if (c.open) c.close_part(c.open->is_in_memory() ? c.open->complete() : parts.back());
    throw;
  }
  c.open.reset();
  remove_parts(c.out);
  return c.out;
}

std::optional<UnderWay> under_way(const fs::path& out) {
  std::error_code error;
  if (!fs::is_directory(parts_of(out), error)) return std::nullopt;
  UnderWay found;
  for (const fs::path& path : files_in(parts_of(out))) {
    if (!is_part(path)) continue;
    if (found.total == 0) found.total = runs_of(PartReader(path).identity());
    found.runs += runs_in(path);
    found.bytes += static_cast<double>(fs::file_size(path, error));
  }
  return found;
}

void remove_leftovers(const fs::path& out) {
  std::error_code error;
  if (!fs::is_directory(parts_of(out), error)) return;
  try {
    const Lock lock(out, Takeover::if_stale);
    remove_parts(out);
  } catch (const OutputError&) {
    return;  // they only take space
  }
}

}  // namespace tizhi
