#include "engine/ensemble_exchange.hpp"

#include <algorithm>
#include <utility>

namespace tizhi {

Preparation::Preparation(std::shared_ptr<const Run> prepared, Player player,
                         const Preparation* before)
    : run(std::move(prepared)) {
  if (!run) return;
  ground = groundwork(*run, before != nullptr ? &before->ground : nullptr);
  if (player == Player::fitting && suits(*run))
    plan = tizhi::plan(*run, ground, before != nullptr ? before->plan.get() : nullptr);
}

Exchange::Exchange(const Study& study, const Ensemble& ensemble)
    : study_{study},
      ensemble_{ensemble},
      end_{jobs_of(study)},
      next_{ensemble.first},
      awaited_{ensemble.first},
      working_{ensemble.threads} {}

int Exchange::most_at_once(std::size_t variant) const {
  if (ensemble_.replicates_at_once > 0) return ensemble_.replicates_at_once;
  return ensemble_.player == Player::plain ? 1 : batch_size(study_.variants[variant].run);
}

// How many replicates fit beside one another is known once one has been played; at the end the
// rest is shared out.
int Exchange::size_of_next() const {
  const Job job = job_of(study_, next_);
  const auto threads = static_cast<std::size_t>(ensemble_.threads);
  auto most = static_cast<std::size_t>(most_at_once(job.variant));
  if (heaviest_ == 0) return 1;
  most = std::min(most, ensemble_.room / (2 * threads * heaviest_));
  most = std::min(most, (end_ - next_ + threads - 1) / threads);
  most = std::min<std::size_t>(most, study_.replicates - job.replicate);
  return static_cast<int>(std::max<std::size_t>(most, 1));
}

// Threads that would find nothing more to do help with the last batches.
int Exchange::threads_of_next(int count) const {
  const std::size_t batches =
      (end_ - next_ + static_cast<std::size_t>(count) - 1) / static_cast<std::size_t>(count);
  return std::max(1,
                  ensemble_.threads / static_cast<int>(std::min<std::size_t>(
                                          batches, static_cast<std::size_t>(ensemble_.threads))));
}

bool Exchange::take(Batch& batch) {
  std::unique_lock lock(mutex_);
  const auto may_play_ahead = [&] {
    return held_ < ensemble_.room && waiting_.size() < ensemble_.waiting;
  };
  moved_.wait(lock, [&] { return is_over_ || may_play_ahead() || next_ == awaited_; });
  if (is_over_ || is_stopped() || next_ >= end_) return false;
  const Job job = job_of(study_, next_);
  const int count = size_of_next();
  batch = {job.number, job.variant, job.point, job.replicate, count, threads_of_next(count),
           formations_};
  if (study_.points && study_.points->luck == SweepLuck::own)
    batch.replicate += static_cast<std::uint32_t>(
        (static_cast<std::size_t>(study_.points->first) + job.point) * study_.replicates);
  next_ += static_cast<std::size_t>(batch.count);
  return true;
}

std::shared_ptr<SharedPreparation> Exchange::preparation(
    const Batch& batch, const std::shared_ptr<SharedPreparation>& before) {
  std::shared_ptr<SharedPreparation> shared;
  {
    const std::lock_guard lock(preparing_);
    std::erase_if(preparations_, [](const auto& entry) { return entry.second.expired(); });
    auto& place = preparations_[batch.point * study_.variants.size() + batch.variant];
    shared = place.lock();
    if (!shared) place = shared = std::make_shared<SharedPreparation>();
  }
  const std::lock_guard lock(shared->making);
  if (!shared->made)
    shared->made.emplace(run_of(batch), ensemble_.player, before ? &*before->made : nullptr);
  return shared;
}

std::shared_ptr<const Run> Exchange::run_of(const Batch& batch) const {
  if (study_.points)
    return study_.points->run(study_.points->first + static_cast<std::int64_t>(batch.point),
                              batch.variant);
  return {std::shared_ptr<const Run>(), &study_.variants[batch.variant].run};  // the study's own
}

// Nothing of the job that is awaited lies here, so whoever plays it must go on.
bool Exchange::is_awaited(const Batch& batch) const {
  if (batch.first > awaited_) return false;
  const auto turn = waiting_.find(awaited_);
  return turn == waiting_.end() || turn->second.pieces.empty();
}

bool Exchange::has_room(const Batch& batch) const {
  return held_ < ensemble_.room || is_awaited(batch);
}

bool Exchange::bring(const Batch& batch, std::size_t job, Record&& piece) {
  const std::size_t bytes = piece.bytes();
  std::unique_lock lock(mutex_);
  moved_.wait(lock, [&] { return is_over_ || is_given_up_ || has_room(batch); });
  if (is_over_ || !has_room(batch)) return false;
  Waiting& place = waiting_[job];
  place.bytes += bytes;
  place.formations += piece.formations.size();
  if (piece.is_last) {
    heaviest_ = std::max({heaviest_, place.bytes, std::size_t{1}});
    formations_ = place.formations;
  }
  held_ += bytes;
  place.pieces.push_back(std::move(piece));
  if (job == awaited_) arrived_.notify_one();
  return true;
}

// A replicate of a big world may take minutes, and whoever asks to stop does not have them.
bool Exchange::gives_up() {
  if (is_over_) return true;
  if (!is_stopped()) return false;
  const std::lock_guard lock(mutex_);
  if (!stopped_) stopped_ = Clock::now();
  const std::chrono::duration<double> since = Clock::now() - *stopped_;
  if (since.count() < ensemble_.patience) return false;
  is_given_up_ = true;
  moved_.notify_all();
  return true;
}

void Exchange::leave(std::exception_ptr failure) {
  if (failure) fail(std::move(failure));
  const std::lock_guard lock(mutex_);
  --working_;
  arrived_.notify_one();
}

void Exchange::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(failure);
  is_over_ = true;
  moved_.notify_all();
  arrived_.notify_one();
}

void Exchange::close_last() {
  if (!std::exchange(ends_job_, false)) return;
  waiting_.erase(awaited_++);
  moved_.notify_all();
}

bool Exchange::next(Job& job, Record& piece) {
  std::unique_lock lock(mutex_);
  close_last();
  const auto there = [&] {
    const auto turn = waiting_.find(awaited_);
    return turn != waiting_.end() && !turn->second.pieces.empty();
  };
  arrived_.wait(lock, [&] { return failure_ || working_ == 0 || there(); });
  if (failure_ || !there()) return false;
  Waiting& turn = waiting_[awaited_];
  piece = std::move(turn.pieces.front());
  turn.pieces.pop_front();
  held_ -= piece.bytes();
  ends_job_ = piece.is_last;
  job = job_of(study_, awaited_);
  moved_.notify_all();
  return true;
}

std::size_t Exchange::outcome() const {
  if (failure_) std::rethrow_exception(failure_);
  return awaited_;
}

}  // namespace tizhi
