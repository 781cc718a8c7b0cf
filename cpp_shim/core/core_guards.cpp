// What Qt Core would crash of, or hang in: models that stand for themselves, indexes of other models, numbers of rows that
// no memory holds.
#include "registry.h"

#include <QAbstractProxyModel>
#include <QConcatenateTablesProxyModel>
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
        ? QStringLiteral("Cannot set the source model of a %1: the model would be its own source").arg(className(object))
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
            return QStringLiteral("Argument %1 of a method of %2 is an index of another model, a %3").arg(i + 1).arg(className(object), className(index.model()));
    }
    return {};
}

bool hasIndex(const std::vector<QMetaType> &parameters)
{
    return std::find(parameters.begin(), parameters.end(), QMetaType::fromType<QModelIndex>()) != parameters.end();
}

QString refuseRows(QObject *object, const QVariant *values, int count)
{
    auto *const model = static_cast<QAbstractItemModel *>(object);
    const int added = count > 1 ? values[1].toInt() : 1;
    const QModelIndex parent = count > 2 ? values[2].toModelIndex() : QModelIndex();
    return refuseCells(object, qint64{model->rowCount(parent)} + added, std::max(1, model->columnCount(parent)));
}

QString refuseColumns(QObject *object, const QVariant *values, int count)
{
    auto *const model = static_cast<QAbstractItemModel *>(object);
    const int added = count > 1 ? values[1].toInt() : 1;
    const QModelIndex parent = count > 2 ? values[2].toModelIndex() : QModelIndex();
    return refuseCells(object, std::max(1, model->rowCount(parent)), qint64{model->columnCount(parent)} + added);
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
    return QStringLiteral("A %1 cannot have %2 rows and %3 columns: expected at most %4 of each, and %5 cells")
        .arg(className(object))
        .arg(rows)
        .arg(columns)
        .arg(kMostRows)
        .arg(kMostCells);
}

void registerCoreGuards(Registry &registry)
{
    registry.addGuard(methodsOf<QAbstractItemModel>({"sourceModel", "setSourceModel", "addSourceModel"}), refuseOwnSource);
    registry.addGuard(methodsOf<QAbstractItemModel>({"insertRows", "insertRow"}), refuseRows);
    registry.addGuard(methodsOf<QAbstractItemModel>({"insertColumns", "insertColumn"}), refuseColumns);
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
