#include "qt_private/core_symbol.h"

#include <QCoreApplication>

#include <dlfcn.h>

namespace qta {

void *coreSymbol(const char *name)
{
    if (qstrncmp(qVersion(), "6.", 2) != 0)
        return nullptr;
    Dl_info info{};
    ::dladdr(&QCoreApplication::staticMetaObject, &info);
    void *core = ::dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (!core)
        return nullptr;
    void *const symbol = ::dlsym(core, name);
    ::dlclose(core);  // it stays: we are linked to it
    return symbol;
}

}  // namespace qta
