package index

import "syscall"

const populate = syscall.MAP_POPULATE
