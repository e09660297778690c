// How the C library hands out memory: malloc.h is not in the module of Glibc.
#pragma once

/// Lets the threads that begin from now on have no more than this many heaps among them.
void scout_limit_heaps(int count);

/// Gives what is free in any heap back to the system.
void scout_trim_heaps(void);
