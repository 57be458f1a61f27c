// Studies to write and read: small, with everything there is in them, or with as little as can be.
#pragma once

#include "engine/record.hpp"

namespace tizhi::test {

// Two variants of four replicates on 16 regions for 30 months: every cause acts, leaders and issued
// orders are kept, there are events, neighbours, yearly shares and a trajectory.
Study full_study();

// One region, one model, one step, no event, no neighbour, and nothing that forms.
Study bare_study();

// All records of a study, in the order of the jobs.
std::vector<Record> records(const Study& study);

}  // namespace tizhi::test
