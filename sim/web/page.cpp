// The functions that the page calls. Texts and columns are handed out as addresses, which hold as
// long as what they belong to is not closed.
#include "web/json.hpp"
#include "web/session.hpp"
#include "web/telling.hpp"

#ifdef __wasm__
#define TIZHI_EXPORT(function) extern "C" __attribute__((export_name(#function)))
#else  // where it is looked at only, by tools that know no WebAssembly
#define TIZHI_EXPORT(function) extern "C"
#endif

using tizhi::Record;
using tizhi::Session;

namespace {

std::string* kept(std::string text) { return new std::string(std::move(text)); }

const Record& record_of(const std::vector<Record>* records, std::int32_t r) {
  return (*records)[static_cast<std::size_t>(r)];
}

}  // namespace

// Memory and texts.
TIZHI_EXPORT(give) char* give(std::size_t bytes) { return new char[bytes]; }
TIZHI_EXPORT(take_back) void take_back(const char* bytes) { delete[] bytes; }
TIZHI_EXPORT(text_data) const char* text_data(const std::string* text) { return text->data(); }
TIZHI_EXPORT(text_size) std::size_t text_size(const std::string* text) { return text->size(); }
TIZHI_EXPORT(text_close) void text_close(const std::string* text) { delete text; }

// A scenario. Its study and its regions exist only where it has no errors.
TIZHI_EXPORT(study_open) Session* study_open(const char* words, std::size_t size) {
  return new Session({words, size});
}
TIZHI_EXPORT(study_close) void study_close(const Session* session) { delete session; }
TIZHI_EXPORT(parameters_text) std::string* parameters_text() {
  return kept(tizhi::parameters_json());
}
TIZHI_EXPORT(diagnostics_text) std::string* diagnostics_text(const Session* session) {
  return kept(tizhi::diagnostics_json(session->reading().diagnostics));
}
TIZHI_EXPORT(is_sound) bool is_sound(const Session* session) {
  return session->reading().study.has_value();
}
TIZHI_EXPORT(study_text) std::string* study_text(const Session* session) {
  return kept(tizhi::study_json(*session->reading().study));
}
TIZHI_EXPORT(document_text) std::string* document_text(const Session* session) {
  return kept(tizhi::document_json(*session->reading().study));
}
TIZHI_EXPORT(regions_text) std::string* regions_text(const Session* session) {
  return kept(tizhi::regions_json(session->world()));
}
TIZHI_EXPORT(size) std::int32_t size(const Session* session) { return session->world().size(); }
TIZHI_EXPORT(parent) const std::int32_t* parent(const Session* session) {
  return session->world().parent.data();
}
TIZHI_EXPORT(level) const std::uint8_t* level(const Session* session) {
  return session->world().level.data();
}
// Null where nothing is known of places on a map.
TIZHI_EXPORT(row) const std::int32_t* row(const Session* session) {
  return session->world().row.empty() ? nullptr : session->world().row.data();
}
TIZHI_EXPORT(column) const std::int32_t* column(const Session* session) {
  return session->world().col.empty() ? nullptr : session->world().col.data();
}

// Replicates.
TIZHI_EXPORT(batch) std::int32_t batch(Session* session, std::int32_t variant) {
  return session->batch(static_cast<std::size_t>(variant));
}
TIZHI_EXPORT(play)
std::vector<Record>* play(Session* session, std::int32_t variant, std::int32_t first,
                          std::int32_t count, bool counts) {
  return new std::vector(session->play(static_cast<std::size_t>(variant),
                                       static_cast<std::uint32_t>(first), count,
                                       counts ? Session::Keep::counts : Session::Keep::formations));
}
TIZHI_EXPORT(play_close) void play_close(const std::vector<Record>* records) { delete records; }
TIZHI_EXPORT(initial) const tizhi::Model* initial(const std::vector<Record>* records, int r) {
  return record_of(records, r).initial.data();
}
TIZHI_EXPORT(outcomes) const double* outcomes(const std::vector<Record>* records, int r) {
  return record_of(records, r).outcomes.data();
}
// States × levels × models.
TIZHI_EXPORT(counts) const std::int32_t* counts(const std::vector<Record>* records, int r) {
  return record_of(records, r).counts.data();
}
TIZHI_EXPORT(formed) std::size_t formed(const std::vector<Record>* records, int r) {
  return record_of(records, r).formations.size();
}
// The columns of the formations: step, region, from, to, cause, ledger (four bytes each).
TIZHI_EXPORT(formations)
const void* formations(const std::vector<Record>* records, int r, int column) {
  const tizhi::Formations& f = record_of(records, r).formations;
  const void* const columns[] = {f.steps().data(), f.regions().data(), f.from().data(),
                                 f.to().data(),    f.causes().data(),  f.ledgers().data()};
  return columns[column];
}

// The story of a region in one replicate, a list of paragraphs; in Chinese or else in English.
TIZHI_EXPORT(story_text)
std::string* story_text(Session* session, std::int32_t variant, std::int32_t replicate,
                        tizhi::Region region, bool chinese) {
  const auto v = static_cast<std::size_t>(variant);
  const auto records =
      session->play(v, static_cast<std::uint32_t>(replicate), 1, Session::Keep::story);
  const tizhi::Study& study = *session->reading().study;
  const auto language = chinese ? tizhi::Language::chinese : tizhi::Language::english;
  return kept(tizhi::texts_json(
      tizhi::told_story(study, study.variants[v], records.front(), region, language)));
}
