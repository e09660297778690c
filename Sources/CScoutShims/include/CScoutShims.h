#pragma once
#include "link_shims.h"
#include "loop_shims.h"
