// SPDX-License-Identifier: GPL-3.0-or-later
// shim_new.cc - what C++ allocates comes by malloc(), also under sanitizers,
// which have a way of their own for it.
#include <cstdlib>
#include <new>

void *operator new(size_t size)
{
	if (void *p = malloc(size ? size : 1))
		return p;
	throw std::bad_alloc();
}

void *operator new[](size_t size)
{
	return operator new(size);
}

void *operator new(size_t size, const std::nothrow_t &) noexcept
{
	return malloc(size ? size : 1);
}

void *operator new[](size_t size, const std::nothrow_t &) noexcept
{
	return malloc(size ? size : 1);
}

void operator delete(void *p) noexcept
{
	free(p);
}

void operator delete[](void *p) noexcept
{
	free(p);
}

void operator delete(void *p, size_t) noexcept
{
	free(p);
}

void operator delete[](void *p, size_t) noexcept
{
	free(p);
}
