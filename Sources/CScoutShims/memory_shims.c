#include "memory_shims.h"

#include <malloc.h>

void scout_share_heap(void) { mallopt(M_ARENA_MAX, 1); }
