// What each cause contributes, as variables of the output of a decomposed study.
#pragma once

#include "engine/decompose.hpp"
#include "output/hdf5.hpp"

namespace tizhi {

// Writes the coalitions, the outcomes' contributions and those of the shares. The layout is there.
void write_decomposition(hdf5::NewFile& file, const Study& study, const Decomposition& all);

}  // namespace tizhi
