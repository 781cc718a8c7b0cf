// Indexes of models that TypeScript keeps. They follow their rows as a QPersistentModelIndex does, and say when these are
// gone. A million of those that nobody uses any more may wait to be collected, and each would cost Qt a search at every
// change of its model (350 ns, measured); here it is an addition.
#pragma once

#include "abi/visibility.h"

#include <QAbstractItemModel>
#include <QMetaType>
#include <QPersistentModelIndex>

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace qta {

class Hooks;

// A place in a model: a row and a column below another place. The root of all has none above it.
//
// Qt's own functions of the model say where that is, also where JavaScript overrides them: these have the place for an
// argument, or return it.
struct QTA_INTERNAL Place : std::enable_shared_from_this<Place> {
    Place(Hooks &hooks, QAbstractItemModel *model, int row, int column)
        : hooks(hooks), model(model), row(row), column(column) {}
    ~Place() { leave(); }
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;

    QModelIndex index() const;
    void enter(const std::shared_ptr<Place> &above);
    void leave();
    // The place is gone, with all below it.
    void end();

    Hooks &hooks;
    QAbstractItemModel *model;  // null: gone
    int row;
    int column;
    std::shared_ptr<Place> parent;
    std::size_t slot = 0;  // among the parent's children
    std::vector<Place *> children;
};

// What a QVariant holds for TypeScript.
struct KeptIndex {
    std::shared_ptr<Place> place;

    QModelIndex index() const { return place ? place->index() : QModelIndex(); }
};

// The places of one model.
class ModelPlaces : public QObject
{
public:
    ModelPlaces(Hooks &hooks, QAbstractItemModel *model);
    ~ModelPlaces() override { m_root->end(); }

    std::shared_ptr<Place> keep(const QModelIndex &index);

private:
    using Section = int Place::*;  // row or column

    // All that stand for an index.
    std::vector<std::shared_ptr<Place>> at(const QModelIndex &index) const;
    void inserted(const QModelIndex &parent, int first, int last, Section section);
    void removed(const QModelIndex &parent, int first, int last, Section section);
    void beginMove(const QModelIndex &from, const QModelIndex &to);
    void moved(int first, int last, int destination, Section section);
    void beginLayout();
    void endLayout();

    std::shared_ptr<Place> keepOwn(const QModelIndex &index);

    Hooks &m_hooks;
    QAbstractItemModel *const m_model;
    std::shared_ptr<Place> m_root;
    // Between the two signals of a change.
    struct Move {
        std::vector<std::shared_ptr<Place>> from;
        std::vector<std::shared_ptr<Place>> to;
        std::shared_ptr<Place> destination;  // null: within one parent
    } m_move;
    std::vector<std::pair<std::shared_ptr<Place>, QPersistentModelIndex>> m_layout;
};

class KeptIndexes
{
public:
    explicit KeptIndexes(Hooks &hooks)
        : m_hooks(hooks) {}
    KeptIndex keep(const QModelIndex &index);
    // From when TypeScript knows a model on: what follows its changes comes before any slot of TypeScript's.
    void follow(QAbstractItemModel *model);
    void clear() { m_models.clear(); }

private:
    Hooks &m_hooks;
    std::map<const QObject *, std::unique_ptr<ModelPlaces>> m_models;
};

}  // namespace qta

Q_DECLARE_METATYPE(qta::KeptIndex)
