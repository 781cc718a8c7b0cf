#include "script_call.h"

#include "abi/runtime.h"
#include "script_object.h"

namespace qta {

QtaFunctionResult ScriptCall::run(QVariant &value) const
{
    Runtime &all = runtime();
    if (!all.isOwner() || !all.scheduler.canAsk())
        return QTA_FUNCTION_RETURNED;
    Writer &writer = all.channel.begin();
    writeObject(writer, m_target);
    writer.head(Tag::Int, static_cast<uint32_t>(m_function));
    writer.head(Tag::List, static_cast<uint32_t>(m_arguments.size()));
    for (const QVariant &argument : m_arguments)
        write(writer, argument);
    all.channel.end();
    all.channel.header().id = QTA_REQUEST_FUNCTION;

    Reader reader = all.scheduler.ask();
    Tag tag{};
    uint32_t answer = 0;
    if (!reader.head(tag, answer) || !read(reader, value) || reader.metDestroyed || reader.metStaleIndex)
        value = QVariant();
    if (answer == QTA_FUNCTION_RETURNED)
        keepForQml(value);
    return static_cast<QtaFunctionResult>(answer);
}

}  // namespace qta
