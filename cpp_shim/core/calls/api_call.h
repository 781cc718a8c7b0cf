// What generated code is written against.
#pragma once

#include "calls/api_arguments.h"
#include "calls/api_results.h"
#include "calls/override.h"
