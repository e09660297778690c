#include "memory_shims.h"

#include <malloc.h>

void scout_limit_heaps(int count) { mallopt(M_ARENA_MAX, count); }

void scout_trim_heaps(void) { malloc_trim(0); }
