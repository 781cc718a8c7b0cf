#include "serial_types.h"

#include "objects/registry.h"

#include <QSerialPort>

namespace qta {

// No waitFor…(): they would stop JavaScript.
void registerSerialTypes(Registry &registry)
{
    registry.type<QSerialPort>();
    registry.method("setPortName", [](QSerialPort *self, QString name) { self->setPortName(name); });
    registry.method("portName", [](QSerialPort *self) { return self->portName(); });
    registry.method("clear", [](QSerialPort *self) { return self->clear(); });
    registry.method("flush", [](QSerialPort *self) { return self->flush(); });
    registry.method("pinoutSignals", [](QSerialPort *self) { return static_cast<int>(self->pinoutSignals()); });
    registry.method("readBufferSize", [](QSerialPort *self) { return self->readBufferSize(); });
    registry.method("setReadBufferSize", [](QSerialPort *self, qint64 size) { self->setReadBufferSize(size); });
}

}  // namespace qta
