// Values and types in error messages.
#include "wire/containers.h"
#include "wire/values.h"

#include <QObject>

namespace qta {

namespace {

// How many names of an enumeration, and how much of a text, an error message shows.
constexpr qsizetype kShownKeys = 8;
constexpr qsizetype kShownUnits = 40;

}  // namespace

QString shortened(const QString &text)
{
    return text.size() > kShownUnits ? text.left(kShownUnits) + QStringLiteral("…") : text;
}

QString Values::describeType(QMetaType type) const
{
    QStringList keys = m_enums.keys(type);
    if (keys.isEmpty())
        return QString::fromLatin1(type.name());
    if (keys.size() > kShownKeys) {
        keys.resize(kShownKeys);
        keys.append(QStringLiteral("…"));
    }
    return QStringLiteral("%1 (%2)").arg(QLatin1String(type.name()), keys.join(QStringLiteral(", ")));
}

QString Values::describe(const QVariant &value) const
{
    if (const TypeCodec::Describe own = m_types.codec(idOf(value)).describe)
        return own(*this, value);
    if (BoxedValues::isReference(value))
        return m_boxed.describe(value);
    if (value.metaType().flags() & QMetaType::PointerToQObject) {
        const QObject *object = value.value<QObject *>();
        return object ? QLatin1String(object->metaObject()->className()) : QStringLiteral("null");
    }
    return QString::fromLatin1(value.typeName());
}

}  // namespace qta
