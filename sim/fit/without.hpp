// What would be lost without a rate or a cause, and gained by the product of two causes.
#pragma once

#include "fit/fit.hpp"

namespace tizhi {

// Each rate alone at 0.
void test_rates(const Inference& inference, const Maximum& best,
                const std::vector<std::uint8_t>& held, std::vector<Estimate>& estimates);

// All rates of each cause at 0; `panels` histories simulated without it where that is not 0.
std::vector<CauseTest> test_causes(const Inference& inference, const Maximum& best,
                                   const std::vector<std::uint8_t>& held, int panels);

// h_one · h_other as one more term, for each pair of causes that both press.
std::vector<ProductTest> test_products(const Inference& inference, const Maximum& best,
                                       const std::vector<std::uint8_t>& held);

}  // namespace tizhi
