// How the C library hands out memory: malloc.h is not in the module of Glibc.
#pragma once

/// Lets all threads that begin from now on share one heap.
void scout_share_heap(void);
