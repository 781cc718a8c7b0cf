#include "objects/kept_indexes.h"

#include "objects/hook.h"

#include <algorithm>

namespace qta {

QModelIndex Place::index() const
{
    if (!model || !parent)
        return {};
    const QModelIndex above = parent->index();
    const bool isTop = !parent->parent;
    const Hooks::Quiet quiet(hooks, model);
    return above.isValid() || isTop ? model->index(row, column, above) : QModelIndex();
}

void Place::enter(const std::shared_ptr<Place> &above)
{
    parent = above;
    slot = above->children.size();
    above->children.push_back(this);
}

void Place::leave()
{
    if (!parent)
        return;
    std::vector<Place *> &siblings = parent->children;
    siblings[slot] = siblings.back();
    siblings[slot]->slot = slot;
    siblings.pop_back();
    parent.reset();
}

void Place::end()
{
    // What holds it may be below it alone.
    const std::shared_ptr<Place> self = weak_from_this().lock();
    model = nullptr;
    while (!children.empty())
        children.back()->end();
    leave();
}

ModelPlaces::ModelPlaces(Hooks &hooks, QAbstractItemModel *model)
    : m_hooks(hooks), m_model(model), m_root(std::make_shared<Place>(hooks, model, -1, -1))
{
    using Model = QAbstractItemModel;
    connect(model, &Model::rowsInserted, this, [this](const QModelIndex &parent, int first, int last) { inserted(parent, first, last, &Place::row); });
    connect(model, &Model::columnsInserted, this, [this](const QModelIndex &parent, int first, int last) { inserted(parent, first, last, &Place::column); });
    connect(model, &Model::rowsRemoved, this, [this](const QModelIndex &parent, int first, int last) { removed(parent, first, last, &Place::row); });
    connect(model, &Model::columnsRemoved, this, [this](const QModelIndex &parent, int first, int last) { removed(parent, first, last, &Place::column); });
    const auto begin = [this](const QModelIndex &from, int, int, const QModelIndex &to) { beginMove(from, to); };
    connect(model, &Model::rowsAboutToBeMoved, this, begin);
    connect(model, &Model::columnsAboutToBeMoved, this, begin);
    connect(model, &Model::rowsMoved, this, [this](const QModelIndex &, int first, int last, const QModelIndex &, int to) { moved(first, last, to, &Place::row); });
    connect(model, &Model::columnsMoved, this, [this](const QModelIndex &, int first, int last, const QModelIndex &, int to) { moved(first, last, to, &Place::column); });
    connect(model, &Model::layoutAboutToBeChanged, this, [this] { beginLayout(); });
    connect(model, &Model::layoutChanged, this, [this] { endLayout(); });
    connect(model, &Model::modelReset, this, [this] {
        m_root->end();
        m_root = std::make_shared<Place>(m_hooks, m_model, -1, -1);
    });
}

std::shared_ptr<Place> ModelPlaces::keep(const QModelIndex &index)
{
    const Hooks::Quiet quiet(m_hooks, m_model);
    return keepOwn(index);
}

std::shared_ptr<Place> ModelPlaces::keepOwn(const QModelIndex &index)
{
    if (!index.isValid())
        return m_root;
    auto place = std::make_shared<Place>(m_hooks, m_model, index.row(), index.column());
    place->enter(keepOwn(index.parent()));
    return place;
}

std::vector<std::shared_ptr<Place>> ModelPlaces::at(const QModelIndex &index) const
{
    if (!index.isValid())
        return {m_root};
    const Hooks::Quiet quiet(m_hooks, m_model);
    std::vector<std::shared_ptr<Place>> found;
    for (const auto &above : at(index.parent())) {
        for (Place *child : above->children) {
            if (child->row == index.row() && child->column == index.column())
                found.push_back(child->shared_from_this());
        }
    }
    return found;
}

void ModelPlaces::inserted(const QModelIndex &parent, int first, int last, Section section)
{
    const int count = last - first + 1;
    for (const auto &above : at(parent)) {
        for (Place *child : above->children) {
            if (child->*section >= first)
                child->*section += count;
        }
    }
}

void ModelPlaces::removed(const QModelIndex &parent, int first, int last, Section section)
{
    const int count = last - first + 1;
    for (const auto &above : at(parent)) {
        // Those that leave are replaced by the last ones.
        for (std::size_t i = above->children.size(); i-- > 0;) {
            Place *const child = above->children[i];
            if (child->*section > last) {
                child->*section -= count;
            } else if (child->*section >= first) {
                child->end();
            }
        }
    }
}

void ModelPlaces::beginMove(const QModelIndex &from, const QModelIndex &to)
{
    // The indexes that the second signal brings are those after the move.
    m_move = {at(from), at(to), from == to ? nullptr : keep(to)};
}

void ModelPlaces::moved(int first, int last, int destination, Section section)
{
    const Move move = std::exchange(m_move, {});
    const int count = last - first + 1;
    if (!move.destination) {
        const int shift = destination > last ? destination - last - 1 : destination - first;
        for (const auto &above : move.from) {
            for (Place *child : above->children) {
                int &at = child->*section;
                if (at >= first && at <= last)
                    at += shift;
                else if (at > last && at < destination)
                    at -= count;
                else if (at >= destination && at < first)
                    at += count;
            }
        }
        return;
    }
    std::vector<std::shared_ptr<Place>> travellers;
    for (const auto &above : move.from) {
        for (Place *child : above->children) {
            if (child->*section >= first && child->*section <= last)
                travellers.push_back(child->shared_from_this());
            else if (child->*section > last)
                child->*section -= count;
        }
    }
    for (const auto &above : move.to) {
        for (Place *child : above->children) {
            if (child->*section >= destination)
                child->*section += count;
        }
    }
    for (const std::shared_ptr<Place> &place : travellers) {
        place->leave();
        (*place).*section += destination - first;
        place->enter(move.destination);
    }
}

void ModelPlaces::beginLayout()
{
    std::vector<Place *> open{m_root.get()};
    while (!open.empty()) {
        Place *const place = open.back();
        open.pop_back();
        open.insert(open.end(), place->children.begin(), place->children.end());
        if (place != m_root.get())
            m_layout.emplace_back(place->shared_from_this(), QPersistentModelIndex(place->index()));
    }
}

void ModelPlaces::endLayout()
{
    for (const auto &[place, index] : std::exchange(m_layout, {})) {
        if (!index.isValid()) {
            place->end();
            continue;
        }
        place->leave();
        place->row = index.row();
        place->column = index.column();
        place->enter(keep(index.parent()));
    }
}

KeptIndex KeptIndexes::keep(const QModelIndex &index)
{
    auto *const model = const_cast<QAbstractItemModel *>(index.model());
    follow(model);
    return {m_models.at(model)->keep(index)};
}

void KeptIndexes::follow(QAbstractItemModel *model)
{
    std::unique_ptr<ModelPlaces> &places = m_models[model];
    if (places)
        return;
    places = std::make_unique<ModelPlaces>(m_hooks, model);
    QObject::connect(model, &QObject::destroyed, places.get(), [this, model] { m_models.erase(model); });
}

}  // namespace qta
