#include "web/host.hpp"

#ifdef __wasm__
#define TIZHI_IMPORT(function) \
  extern "C" __attribute__((import_module("page"), import_name(#function)))
#else  // where it is looked at only, by tools that know no WebAssembly
#define TIZHI_IMPORT(function) extern "C"
#endif

// The page writes where it is told: first it says how long the text is, -1 where there is none.
TIZHI_IMPORT(file_size) std::int32_t page_file_size(const char* name, std::size_t length);
TIZHI_IMPORT(file_text) void page_file_text(char* to);
TIZHI_IMPORT(names_size) std::int32_t page_names_size();

namespace tizhi {
namespace {

std::string announced(std::int32_t size) {
  std::string text(static_cast<std::size_t>(size), ' ');
  page_file_text(text.data());
  return text;
}

}  // namespace

bool fetch_file(const std::string& name, std::string& text) {
  const std::int32_t size = page_file_size(name.data(), name.size());
  if (size < 0) return false;
  text = announced(size);
  return true;
}

std::string fetch_names() { return announced(page_names_size()); }

}  // namespace tizhi
