// Classes as TypeScript knows them: an id for each meta-object, and a description of what it declares.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QVariant>

#include <vector>

struct QMetaObject;

namespace qta {

class Classes
{
public:
    int idOf(const QMetaObject *type);
    // Null for an unknown id.
    const QMetaObject *find(int id) const;
    // A class that an id has been given to, by its name; or null.
    const QMetaObject *named(const QByteArray &className) const;
    // What the class itself declares, without its bases:
    //   className: string, base: id or null,
    //   properties: [index, name, type, writable, notify signal or -1][],
    //   methods: [index, name, signature, kind (0 method, 1 signal), result type, parameter types[], required count][],
    //   enums: [name, is flags, keys[], values[]][]
    QVariantMap describe(const QMetaObject *type);

private:
    struct Known {
        const QMetaObject *type;
        QByteArray className;
    };
    std::vector<Known> m_types;
    QHash<const QMetaObject *, int> m_ids;
};

}  // namespace qta
