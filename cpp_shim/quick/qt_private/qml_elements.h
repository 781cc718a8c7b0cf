// Making classes known to QML that exist only at run time: qmlRegisterType() is a template over classes of C++.
#pragma once

#include <QByteArray>
#include <QMetaType>

class QObject;

namespace qta {

// Uses QtQml/qqmlprivate.h, which is installed with Qt's public headers because code of qmlRegisterType() is compiled into
// programs: the layout of the registration is as stable as Qt's binary compatibility. On another Qt than 6, nothing can be
// registered.
struct QmlElement {
    QByteArray module;
    int major = 0;
    int minor = 0;
    QByteArray name;
    QMetaType pointerType;
    const QMetaObject *metaObject = nullptr;
    int size = 0;  // of an object
    void (*create)(void *memory, void *data) = nullptr;
    void *data = nullptr;
};

// Returns an id; negative if Qt refuses.
int registerElement(const QmlElement &element);
void unregisterElement(int id);
// To be called by the destructor of what `create` has made.
void elementDestroyed(QObject *object);

}  // namespace qta
