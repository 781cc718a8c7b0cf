#include "script_calls.h"

#include "fiber/scheduler.h"
#include "objects/handles.h"
#include "script_object.h"
#include "wire/values.h"

#include <QThread>

namespace qta {

QtaFunctionResult ScriptCalls::run(QObject *target, int function, const QVariantList &arguments, QVariant &value)
{
    if (QThread::currentThread() != m_handles.thread() || !m_scheduler.canAsk())
        return QTA_FUNCTION_RETURNED;
    Writer &writer = m_channel.begin();
    values.writeObject(writer, target);
    writer.head(Tag::Int, static_cast<uint32_t>(function));
    writer.head(Tag::List, static_cast<uint32_t>(arguments.size()));
    for (const QVariant &argument : arguments)
        values.write(writer, argument);
    m_channel.end();
    m_channel.header().id = QTA_REQUEST_FUNCTION;

    Reader reader = m_scheduler.ask();
    Tag tag{};
    uint32_t answer = 0;
    if (!reader.head(tag, answer) || !values.read(reader, value) || reader.metDestroyed || reader.metStaleIndex)
        value = QVariant();
    if (answer == QTA_FUNCTION_RETURNED)
        keepForQml(value);
    return static_cast<QtaFunctionResult>(answer);
}

}  // namespace qta
