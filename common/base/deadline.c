/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/deadline.h"

_Thread_local struct deadline deadline;
