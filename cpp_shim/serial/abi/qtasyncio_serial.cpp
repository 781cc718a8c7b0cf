#include "qtasyncio_serial.h"

#include "serial_types.h"
#include "abi/runtime.h"

using namespace qta;

int32_t qta_serial_abi_hash(void)
{
    return QTA_ABI_HASH;
}

int32_t qta_serial_open(void)
{
    static bool opened = false;
    Runtime &all = runtime();
    if (!all.isOwner())
        return all.notOwner();
    if (!opened) {
        registerSerialTypes(all.registry);
        opened = true;
    }
    return QTA_DONE;
}
