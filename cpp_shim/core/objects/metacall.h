// Connecting a signal of any class to the qt_metacall() of an object that has no meta-object of its own.
#pragma once

#include <QMetaMethod>
#include <QObject>

namespace qta {

inline int destroyedSignal()
{
    static const int index = QMetaMethod::fromSignal(&QObject::destroyed).methodIndex();
    return index;
}

// To a method beyond those that the class declares, as a QSignalSpy does; Qt calls it through qt_metacall().
inline bool connectToMetacall(const QObject *sender, int signal, QObject *receiver, Qt::ConnectionType type)
{
    return QMetaObject::connect(sender, signal, receiver, QObject::staticMetaObject.methodCount(), type);
}

}  // namespace qta
