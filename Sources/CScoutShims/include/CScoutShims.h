#pragma once
#include "link_shims.h"
#include "loop_shims.h"
#include "memory_shims.h"
#include "packet_shims.h"
#include "route_shims.h"
