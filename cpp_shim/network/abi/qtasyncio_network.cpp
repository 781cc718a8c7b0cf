#include "qtasyncio_network.h"

#include "network_types.h"
#include "abi/runtime.h"

using namespace qta;

int32_t qta_network_abi_hash(void)
{
    return QTA_ABI_HASH;
}

int32_t qta_network_open(void)
{
    static bool opened = false;
    Runtime &all = runtime();
    if (!all.isOwner())
        return all.notOwner();
    if (!opened) {
        registerNetworkTypes(all.registry);
        opened = true;
    }
    return QTA_DONE;
}
