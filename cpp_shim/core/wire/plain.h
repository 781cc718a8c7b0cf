// Values of the types that most members have: they cross without a QVariant.
#pragma once

#include "wire/channel.h"

#include <QMetaType>
#include <QString>

namespace qta {

// A place for a bool, an int, a double or a QString.
class Plain
{
public:
    static bool is(QMetaType type)
    {
        const int id = type.id();
        return id == QMetaType::Bool || id == QMetaType::Int || id == QMetaType::Double || id == QMetaType::QString;
    }

    // Where a value of this type is.
    void *data(QMetaType type) { return type.id() == QMetaType::QString ? static_cast<void *>(&m_string) : &m_number; }

    // False, and nothing is read, if what comes next would have to be converted.
    [[gnu::always_inline]] bool read(Reader &reader, QMetaType type)
    {
        Reader ahead = reader;
        Tag tag{};
        uint32_t n = 0;
        if (!ahead.head(tag, n))
            return false;
        switch (type.id()) {
        case QMetaType::Bool:
            m_number.boolean = n != 0;
            if (tag != Tag::Bool)
                return false;
            break;
        case QMetaType::Int:
            m_number.integer = static_cast<int>(n);
            if (tag != Tag::Int)
                return false;
            break;
        case QMetaType::Double:
            m_number.real = static_cast<int>(n);
            if (tag != Tag::Int && !(tag == Tag::Double && ahead.bytes(&m_number.real, sizeof m_number.real)))
                return false;
            break;
        case QMetaType::QString:
            if (tag != Tag::String || !ahead.string(n, m_string))
                return false;
            break;
        default:
            return false;
        }
        reader = ahead;
        return true;
    }

    void write(Writer &writer, QMetaType type) const
    {
        switch (type.id()) {
        case QMetaType::Bool:
            return writer.head(Tag::Bool, m_number.boolean);
        case QMetaType::Int:
            return writer.head(Tag::Int, static_cast<uint32_t>(m_number.integer));
        case QMetaType::Double:
            writer.head(Tag::Double, 0);
            return writer.number(m_number.real);
        default:
            return writer.string(m_string);
        }
    }

private:
    union {
        bool boolean;
        int integer;
        double real = 0;
    } m_number;
    QString m_string;
};

}  // namespace qta
