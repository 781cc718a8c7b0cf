# Additional clean files
cmake_minimum_required(VERSION 3.16)

if("${CONFIG}" STREQUAL "" OR "${CONFIG}" STREQUAL "Release")
  file(REMOVE_RECURSE
  "CMakeFiles/qtasyncio_quick_autogen.dir/AutogenUsed.txt"
  "CMakeFiles/qtasyncio_quick_autogen.dir/ParseCache.txt"
  "CMakeFiles/qtasyncio_testing_autogen.dir/AutogenUsed.txt"
  "CMakeFiles/qtasyncio_testing_autogen.dir/ParseCache.txt"
  "qtasyncio_quick_autogen"
  "qtasyncio_testing_autogen"
  )
endif()
