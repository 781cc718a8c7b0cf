/* An auditor of the system's loader (rtld-audit(7)): libraries whose names begin as one of the variable
 * HIDDEN_LIBRARIES (separated by colons) cannot be found in any folder, as if they were not installed. */
#include <link.h>
#include <stdlib.h>
#include <string.h>

unsigned int la_version(unsigned int version)
{
    return version;
}

char *la_objsearch(const char *name, uintptr_t *cookie, unsigned int flag)
{
    (void)cookie;
    if (flag == LA_SER_ORIG) /* the name that was asked for: the loader's message needs it */
        return (char *)name;
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *hidden = getenv("HIDDEN_LIBRARIES");
    while (hidden && *hidden) {
        const size_t length = strcspn(hidden, ":");
        if (length > 0 && strncmp(base, hidden, length) == 0)
            return NULL;
        hidden += length + (hidden[length] == ':');
    }
    return (char *)name;
}
