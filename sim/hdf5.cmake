# tizhi_hdf5: HDF5's archives where they are there and suffice, else its shared libraries. Debian's
# shared one brings thirty others along, for files in the cloud; to load them takes a program longer
# than to read a scenario.
option(TIZHI_HDF5_ARCHIVE "Link HDF5's archives rather than its shared libraries, if possible" ON)

add_library(tizhi_hdf5 INTERFACE)
target_include_directories(tizhi_hdf5 SYSTEM INTERFACE ${HDF5_INCLUDE_DIRS})

function(find_hdf5_archives)
  set(folders)
  foreach(library ${HDF5_LIBRARIES} ${HDF5_HL_LIBRARIES})
    get_filename_component(folder "${library}" DIRECTORY)
    list(APPEND folders "${folder}")
  endforeach()
  set(found)
  foreach(name hdf5_hl hdf5)
    find_library(TIZHI_${name}_ARCHIVE NAMES lib${name}.a HINTS ${folders} NO_DEFAULT_PATH)
    list(APPEND found ${TIZHI_${name}_ARCHIVE})
    mark_as_advanced(TIZHI_${name}_ARCHIVE)
  endforeach()
  foreach(name sz z)  # its compressors
    find_library(TIZHI_${name}_LIBRARY ${name})
    if(TIZHI_${name}_LIBRARY)
      list(APPEND found ${TIZHI_${name}_LIBRARY})
    endif()
    mark_as_advanced(TIZHI_${name}_LIBRARY)
  endforeach()
  set(TIZHI_HDF5_ARCHIVES ${found} m ${CMAKE_DL_LIBS} Threads::Threads PARENT_SCOPE)
endfunction()

if(TIZHI_HDF5_ARCHIVE)
  include(CheckCSourceCompiles)
  find_hdf5_archives()
  set(CMAKE_REQUIRED_INCLUDES ${HDF5_INCLUDE_DIRS})
  set(CMAKE_REQUIRED_LIBRARIES ${TIZHI_HDF5_ARCHIVES})
  check_c_source_compiles("
    #include <hdf5.h>
    #include <hdf5_hl.h>
    int main(void) {
      const hid_t file = H5Fcreate(\"f\", H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
      return H5DSset_scale(file, \"s\") < 0 || H5Fclose(file) < 0;
    }" TIZHI_HDF5_ARCHIVES_SUFFICE)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()

if(TIZHI_HDF5_ARCHIVES_SUFFICE)
  target_link_libraries(tizhi_hdf5 INTERFACE ${TIZHI_HDF5_ARCHIVES})
else()
  target_link_libraries(tizhi_hdf5 INTERFACE hdf5::hdf5_hl hdf5::hdf5)
endif()
