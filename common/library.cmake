# SPDX-License-Identifier: GPL-3.0-or-later
# library.cmake - libmeju as other programs have it: what common/meju.h
# declares, as a shared and as a static library.
#
# Both are linked from the library of everything, out of which the linker takes
# what these functions need, so that no file of a program gets in.  The static
# one is a single object in which every other name is local; else it would clash
# with the names of the programs that it ends up in.
set(ROOM ${CMAKE_SOURCE_DIR}/common)

add_library(meju_shared SHARED $<TARGET_OBJECTS:meju_api>)
target_link_libraries(meju_shared PRIVATE meju)
target_link_options(meju_shared PRIVATE
	-Wl,--version-script=${ROOM}/meju.map)
set_target_properties(meju_shared PROPERTIES LINKER_LANGUAGE CXX
	LINK_DEPENDS ${ROOM}/meju.map VERSION ${PROJECT_VERSION}
	SOVERSION ${PROJECT_VERSION_MAJOR})

add_custom_command(OUTPUT meju.o VERBATIM COMMAND_EXPAND_LISTS
	DEPENDS meju $<TARGET_OBJECTS:meju_api>
	COMMAND ${CMAKE_CXX_COMPILER} -r -nostdlib -fuse-ld=bfd
		-Wl,--force-group-allocation -o meju-open.o
		$<TARGET_OBJECTS:meju_api> $<TARGET_FILE:meju>
	COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=meju_*
		meju-open.o meju.o
	COMMAND ${CMAKE_COMMAND} -E rm meju-open.o)
add_library(meju_static STATIC ${CMAKE_BINARY_DIR}/meju.o)
target_link_libraries(meju_static INTERFACE ${DEPS_LIBRARIES} stemmer stdc++ m
	pthread)
set_target_properties(meju_static PROPERTIES LINKER_LANGUAGE CXX)

foreach(kind shared static)
	set_target_properties(meju_${kind} PROPERTIES OUTPUT_NAME meju)
	target_include_directories(meju_${kind} INTERFACE
		$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endforeach()
set_target_properties(meju_shared PROPERTIES EXPORT_NAME meju)

install(TARGETS meju_shared EXPORT meju
	LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS meju_static EXPORT meju ARCHIVE COMPONENT development)
install(FILES ${ROOM}/meju.h COMPONENT development
	DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# Both find what was installed from where they lie themselves, so that it may be
# moved.
set(PACKAGES ${CMAKE_INSTALL_LIBDIR}/cmake/meju)
install(EXPORT meju NAMESPACE meju:: COMPONENT development
	FILE mejuConfig.cmake DESTINATION ${PACKAGES})
include(CMakePackageConfigHelpers)
write_basic_package_version_file(mejuConfigVersion.cmake
	COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_BINARY_DIR}/mejuConfigVersion.cmake
	COMPONENT development DESTINATION ${PACKAGES})

file(RELATIVE_PATH UP ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig
	${CMAKE_INSTALL_PREFIX})
list(JOIN DEPS_MODULES " " MODULES)
configure_file(${ROOM}/meju.pc.in meju.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/meju.pc COMPONENT development
	DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
