# SPDX-License-Identifier: GPL-3.0-or-later
# stage.cmake - what Debian's packages have beside what is installed, put into
# them by CPack before it packs: changelogs, copyright, units of systemd, what
# lintian is to overlook; and what they have compressed.
function(gzip)
	if(ARGN)
		execute_process(COMMAND gzip -9nf ${ARGN}
			COMMAND_ERROR_IS_FATAL ANY)
	endif()
endfunction()

foreach(component ${CPACK_COMPONENTS_ALL})
	string(TOUPPER ${component} upper)
	set(root ${CPACK_TEMPORARY_DIRECTORY}/${component})
	set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
	set(doc ${root}/usr/share/doc/${package})
	file(COPY ${CMAKE_CURRENT_LIST_DIR}/copyright DESTINATION ${doc}
		NO_SOURCE_PERMISSIONS)
	configure_file(${CMAKE_CURRENT_LIST_DIR}/changelog
		${doc}/changelog.Debian COPYONLY NO_SOURCE_PERMISSIONS)
	configure_file(${CMAKE_CURRENT_LIST_DIR}/../../CHANGELOG.md
		${doc}/changelog COPYONLY NO_SOURCE_PERMISSIONS)
	set(overrides ${CMAKE_CURRENT_LIST_DIR}/overrides.${component})
	if(EXISTS ${overrides})
		configure_file(${overrides}
			${root}/usr/share/lintian/overrides/${package}
			COPYONLY NO_SOURCE_PERMISSIONS)
	endif()
	file(GLOB pages ${root}/usr/share/man/*/*)
	gzip(${pages} ${doc}/changelog ${doc}/changelog.Debian)
endforeach()

set(root ${CPACK_TEMPORARY_DIRECTORY}/programs)
file(COPY ${CMAKE_CURRENT_LIST_DIR}/README.Debian
	DESTINATION ${root}/usr/share/doc/meju NO_SOURCE_PERMISSIONS)
# Where zsh looks there.
file(RENAME ${root}/usr/share/zsh/site-functions
	${root}/usr/share/zsh/vendor-completions)
if(EXISTS ${root}/usr/bin/meju-serve)
	file(COPY ${root}/usr/share/doc/meju/examples/systemd/
		DESTINATION ${root}/usr/lib/systemd/system
		NO_SOURCE_PERMISSIONS)
endif()

file(COPY ${CMAKE_CURRENT_LIST_DIR}/../../common/MEJU.md DESTINATION
	${CPACK_TEMPORARY_DIRECTORY}/development/usr/share/doc/libmeju-dev
	NO_SOURCE_PERMISSIONS)
