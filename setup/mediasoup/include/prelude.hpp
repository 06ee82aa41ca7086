// Compiled once and put before every source of the worker: what all of them need changed, and the heavy headers that
// most of them include anyway (this halves the build time).
#pragma once

#include "bio-callback.hpp"

#include <array>
#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <uv.h>
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/types/optional.h>

#include "FBS/message.h"
#include "common.hpp"
