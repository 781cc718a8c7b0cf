// What Qt Core would crash of, or hang in: models that stand for themselves, indexes of other models, numbers of rows that
// no memory holds.
#include "objects/registry.h"

#include <QAbstractProxyModel>
#include <QAnimationGroup>
#include <QConcatenateTablesProxyModel>
#include <QIODevice>
#include <QItemSelectionModel>

#include <algorithm>

namespace qta {

namespace {

QLatin1String className(const QObject *object)
{
    return QLatin1String(object->metaObject()->className());
}

// The models that a model stands for.
QList<QAbstractItemModel *> sourcesOf(const QAbstractItemModel *model)
{
    if (auto *proxy = qobject_cast<const QAbstractProxyModel *>(model))
        return {proxy->sourceModel()};
    if (auto *tables = qobject_cast<const QConcatenateTablesProxyModel *>(model))
        return tables->sourceModels();
    return {};
}

bool standsFor(const QAbstractItemModel *model, const QAbstractItemModel *other)
{
    if (model == other)
        return true;
    const QList<QAbstractItemModel *> sources = sourcesOf(model);
    return std::any_of(sources.begin(), sources.end(), [other](const QAbstractItemModel *one) { return one && standsFor(one, other); });
}

QString refuseOwnSource(QObject *object, const QVariant *values, int count)
{
    auto *const model = static_cast<QAbstractItemModel *>(object);
    auto *const source = count > 0 ? qobject_cast<QAbstractItemModel *>(values[0].value<QObject *>()) : nullptr;
    return source && standsFor(source, model)
        ? QStringLiteral("Cannot set the source model of a %1: expected another model than itself or one that it is the source of").arg(className(object))
        : QString();
}

// The index among the values that is of none of these models.
QString refuseIndexesBut(const QList<QAbstractItemModel *> &models, QObject *object, const QVariant *values, int count)
{
    for (int i = 0; i < count; ++i) {
        if (values[i].metaType().id() != QMetaType::QModelIndex)
            continue;
        const QModelIndex index = values[i].toModelIndex();
        if (index.isValid() && !models.contains(const_cast<QAbstractItemModel *>(index.model())))
            return QStringLiteral("Argument %1 of a method of %2: expected an index of this model, got one of another model (%3)").arg(i + 1).arg(className(object), className(index.model()));
    }
    return {};
}

bool hasIndex(const std::vector<QMetaType> &parameters)
{
    return std::find(parameters.begin(), parameters.end(), QMetaType::fromType<QModelIndex>()) != parameters.end();
}

// The arguments of insertRows(), removeColumn() and so on: [first, count, parent], count and parent by default 1 and none.
class Section
{
public:
    Section(QObject *object, const QVariant *values, int count, bool rows)
        : m_model(static_cast<QAbstractItemModel *>(object)), m_rows(rows)
    {
        first = values[0].toInt();
        for (int i = 1; i < count; ++i) {
            if (values[i].metaType().id() == QMetaType::Int)
                size = values[i].toInt();
            else if (values[i].metaType().id() == QMetaType::QModelIndex)
                m_parent = values[i].toModelIndex();
        }
    }

    qint64 rowCount() const { return m_model->rowCount(m_parent); }
    qint64 columnCount() const { return m_model->columnCount(m_parent); }
    qint64 present() const { return m_rows ? rowCount() : columnCount(); }
    QString refuse(const char *what) const
    {
        return QStringLiteral("Cannot %1 %2 %3 at %4: the %5 has %6")
            .arg(QLatin1String(what))
            .arg(size)
            .arg(QLatin1String(m_rows ? "rows" : "columns"))
            .arg(first)
            .arg(className(m_model))
            .arg(present());
    }

    qint64 first = 0;
    qint64 size = 1;

private:
    QAbstractItemModel *m_model;
    bool m_rows;
    QModelIndex m_parent;
};

template<bool rows>
QString refuseInsertion(QObject *object, const QVariant *values, int count)
{
    const Section section(object, values, count, rows);
    if (section.first < 0 || section.first > section.present() || section.size < 0)
        return section.refuse("insert");
    const qint64 added = section.size;
    return rows ? refuseCells(object, section.rowCount() + added, std::max<qint64>(1, section.columnCount()))
                : refuseCells(object, std::max<qint64>(1, section.rowCount()), section.columnCount() + added);
}

template<bool rows>
QString refuseRemoval(QObject *object, const QVariant *values, int count)
{
    const Section section(object, values, count, rows);
    const bool exists = section.first >= 0 && section.size >= 0 && section.first + section.size <= section.present();
    return exists ? QString() : section.refuse("remove");
}

// [source parent, first, count, destination parent, destination]; without the count, one.
template<bool rows>
QString refuseMove(QObject *object, const QVariant *values, int count)
{
    auto *const model = static_cast<QAbstractItemModel *>(object);
    const bool one = count == 4;
    const qint64 size = one ? 1 : values[2].toInt();
    const QModelIndex from = values[0].toModelIndex(), to = values[one ? 2 : 3].toModelIndex();
    const qint64 first = values[1].toInt(), destination = values[one ? 3 : 4].toInt();
    const auto present = [model](const QModelIndex &parent) { return rows ? model->rowCount(parent) : model->columnCount(parent); };
    if (first >= 0 && size >= 0 && first + size <= present(from) && destination >= 0 && destination <= present(to))
        return {};
    return QStringLiteral("Cannot move %1 %2 at %3 to %4: expected places that the %5 has")
        .arg(size)
        .arg(QLatin1String(rows ? "rows" : "columns"))
        .arg(first)
        .arg(destination)
        .arg(className(object));
}

QString refuseOwnAnimation(QObject *object, const QVariant *values, int count)
{
    const QObject *const added = count > 0 ? values[0].value<QObject *>() : nullptr;
    for (const QObject *ancestor = object; added && ancestor; ancestor = ancestor->parent()) {
        if (ancestor == added)
            return QStringLiteral("Cannot add the %1 to the %2: expected another object than itself or its ancestor").arg(className(added), className(object));
    }
    return {};
}

QString refuseSort(QObject *object, const QVariant *values, int)
{
    const int column = values[0].toInt();
    return column < -1 || column > kMostRows ? QStringLiteral("Cannot sort the %1: expected a column from -1, got %2").arg(className(object)).arg(column) : QString();
}

// There is no socket of the system before, where it looks for one. Qt Network may not be there: it goes by its name.
QString refuseEncryption(QObject *object, const QVariant *, int)
{
    return static_cast<QIODevice *>(object)->isOpen() ? QString() : QStringLiteral("Cannot encrypt the connection: the %1 is not connected").arg(className(object));
}

bool encrypts(const QMetaObject *type, const QByteArray &member)
{
    if (!member.startsWith("start") || !member.endsWith("Encryption") || !type->inherits(&QIODevice::staticMetaObject))
        return false;
    while (type && qstrcmp(type->className(), "QSslSocket") != 0)
        type = type->superClass();
    return type != nullptr;
}

template<class C>
Guard::Watches methodsOf(std::initializer_list<const char *> names)
{
    return [all = QByteArrayList(names.begin(), names.end())](const QMetaObject *type, const QByteArray &member, const auto &) {
        return type->inherits(&C::staticMetaObject) && all.contains(member);
    };
}

}  // namespace

QString refuseCells(const QObject *object, qint64 rows, qint64 columns)
{
    if (rows <= kMostRows && columns <= kMostRows && rows * columns <= kMostCells)
        return {};
    return QStringLiteral("Cannot give the %1 %2 rows and %3 columns: expected at most %4 of each, and %5 cells")
        .arg(className(object))
        .arg(rows)
        .arg(columns)
        .arg(kMostRows)
        .arg(kMostCells);
}

void registerCoreGuards(Registry &registry)
{
    registry.addGuard(methodsOf<QAbstractItemModel>({"sourceModel", "setSourceModel", "addSourceModel"}), refuseOwnSource);
    registry.addGuard(methodsOf<QAbstractItemModel>({"insertRows", "insertRow"}), refuseInsertion<true>);
    registry.addGuard(methodsOf<QAbstractItemModel>({"insertColumns", "insertColumn"}), refuseInsertion<false>);
    registry.addGuard(methodsOf<QAbstractItemModel>({"removeRows", "removeRow"}), refuseRemoval<true>);
    registry.addGuard(methodsOf<QAbstractItemModel>({"removeColumns", "removeColumn"}), refuseRemoval<false>);
    registry.addGuard(methodsOf<QAbstractItemModel>({"moveRows", "moveRow"}), refuseMove<true>);
    registry.addGuard(methodsOf<QAbstractItemModel>({"moveColumns", "moveColumn"}), refuseMove<false>);
    registry.addGuard(methodsOf<QAbstractItemModel>({"sort"}), refuseSort);
    registry.addGuard([](const QMetaObject *type, const QByteArray &member, const auto &) { return encrypts(type, member); }, refuseEncryption);
    registry.addGuard(methodsOf<QAnimationGroup>({"addAnimation"}), refuseOwnAnimation);
    registry.addGuard(methodsOf<QConcatenateTablesProxyModel>({"setData", "setItemData"}), [](QObject *object, const QVariant *values, int) {
        return values[0].toModelIndex().isValid() ? QString() : QStringLiteral("Cannot set data of the %1: expected a valid index, got an invalid one").arg(className(object));
    });
    registry.addGuard(
        [](const QMetaObject *type, const QByteArray &member, const std::vector<QMetaType> &parameters) {
            return type->inherits(&QAbstractItemModel::staticMetaObject) && hasIndex(parameters) && !member.contains("FromSource");
        },
        [](QObject *object, const QVariant *values, int count) {
            return refuseIndexesBut({static_cast<QAbstractItemModel *>(object)}, object, values, count);
        });
    registry.addGuard(
        [](const QMetaObject *type, const QByteArray &member, const std::vector<QMetaType> &parameters) {
            return type->inherits(&QAbstractItemModel::staticMetaObject) && hasIndex(parameters) && member.contains("FromSource");
        },
        [](QObject *object, const QVariant *values, int count) {
            return refuseIndexesBut(sourcesOf(static_cast<QAbstractItemModel *>(object)), object, values, count);
        });
    registry.addGuard(
        [](const QMetaObject *type, const QByteArray &, const std::vector<QMetaType> &parameters) {
            return type->inherits(&QItemSelectionModel::staticMetaObject) && hasIndex(parameters);
        },
        [](QObject *object, const QVariant *values, int count) {
            return refuseIndexesBut({static_cast<QItemSelectionModel *>(object)->model()}, object, values, count);
        });
}

}  // namespace qta
