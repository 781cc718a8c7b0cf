#include "qt_private/qml_elements.h"

#include <QtQml/qqmlprivate.h>

static_assert(QT_VERSION_MAJOR == 6, "Look whether this Qt registers elements in the same way");

namespace qta {

int registerElement(const QmlElement &element)
{
    if (qstrncmp(qVersion(), "6.", 2) != 0)
        return -1;
    // What qmlRegisterType() does for a class of C++.
    QQmlPrivate::RegisterType registration{};
    registration.structVersion = 1;
    registration.typeId = element.pointerType;
    registration.listId = QMetaType();
    registration.objectSize = element.size;
    registration.create = element.create;
    registration.userdata = element.data;
    registration.uri = element.module.constData();
    registration.version = QTypeRevision::fromVersion(element.major, element.minor);
    registration.elementName = element.name.constData();
    registration.metaObject = element.metaObject;
    registration.parserStatusCast = -1;
    registration.valueSourceCast = -1;
    registration.valueInterceptorCast = -1;
    registration.revision = QTypeRevision::zero();
    registration.finalizerCast = -1;
    return QQmlPrivate::qmlregister(QQmlPrivate::TypeRegistration, &registration);
}

void unregisterElement(int id)
{
    QQmlPrivate::qmlunregister(QQmlPrivate::TypeRegistration, static_cast<quintptr>(id));
}

void elementDestroyed(QObject *object)
{
    QQmlPrivate::qdeclarativeelement_destructor(object);
}

}  // namespace qta
