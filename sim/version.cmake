# Run by the build: writes version.hpp (VERSION, and the commit of SOURCE) to OUTPUT if it changed.
# A tarball has no commit, even where it lies inside somebody else's repository.
cmake_path(GET SOURCE PARENT_PATH above)
set(ENV{GIT_CEILING_DIRECTORIES} ${above})
set(git "")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude *
                  OUTPUT_VARIABLE git OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(git STREQUAL "")
  set(git unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#pragma once
#define TIZHI_VERSION "@VERSION@"
#define TIZHI_GIT "@git@"
]])
