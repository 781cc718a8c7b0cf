#include "testing/test_driver.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QFont>
#include <QGuiApplication>
#include <QKeySequence>
#include <QMetaEnum>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <utility>

// Of Qt6Gui, as the public headers of Qt6Test declare them.
Q_GUI_EXPORT void qt_handleMouseEvent(QWindow *window, const QPointF &local, const QPointF &global, Qt::MouseButtons state,
                                      Qt::MouseButton button, QEvent::Type type, Qt::KeyboardModifiers mods, int timestamp);
Q_GUI_EXPORT void qt_handleKeyEvent(QWindow *window, QEvent::Type type, int key, Qt::KeyboardModifiers mods, const QString &text,
                                    bool autorep, ushort count);

namespace {

// A view of a table makes its cells when it is asked for them: of a large one, those that can be seen.
constexpr int kManyParts = 2000;
constexpr int kMostParts = 20'000;

// Two clicks are none of a double click.
constexpr int kPause = 1000;

// Of an item of Qt Quick, what `Accessible` in QML says. Qt forgets at the end of the first application how items are made
// accessible, so that they may have no interface.
QObject *attachedOf(const QObject *item)
{
    for (QObject *const child : item->children()) {
        if (qstrcmp(child->metaObject()->className(), "QQuickAccessibleAttached") == 0)
            return child;
    }
    return nullptr;
}

QAccessible::Role roleOf(const QAccessibleInterface *face, const QObject *object)
{
    if (face)
        return face->role();
    if (const QObject *const attached = object ? attachedOf(object) : nullptr)
        return QAccessible::Role(attached->property("role").toInt());
    if (object && object->inherits("QQuickWindow"))
        return QAccessible::Window;
    if (object && object->inherits("QQuickText"))
        return QAccessible::StaticText;
    return object && (object->inherits("QQuickTextInput") || object->inherits("QQuickTextEdit")) ? QAccessible::EditableText : QAccessible::NoRole;
}

QString roleName(const QAccessibleInterface *face, const QObject *object)
{
    static const QMetaEnum names = QMetaEnum::fromType<QAccessible::Role>();
    const char *const name = names.valueToKey(roleOf(face, object));
    return name ? QString::fromLatin1(name) : QStringLiteral("NoRole");
}

QString withoutMnemonic(QString text)
{
    for (qsizetype at = text.indexOf(u'&'); at >= 0; at = text.indexOf(u'&', at + 1))
        text.remove(at, 1);
    return text;
}

QString textProperty(QObject *object, std::initializer_list<const char *> names)
{
    for (const char *const name : names) {
        const QVariant value = object->property(name);
        if (value.canConvert<QString>() && !value.toString().isEmpty())
            return value.toString();
    }
    return {};
}

QString nameOf(QAccessibleInterface *face, QObject *object)
{
    QString name = face ? face->text(QAccessible::Name) : QString();
    if (!name.isEmpty() || !object)
        return name;
    if (QObject *const attached = attachedOf(object)) {
        QString said = attached->property("name").toString();
        if (!said.isEmpty())
            return said;
    }
    return withoutMnemonic(textProperty(object, {"accessibleName", "text", "title", "windowTitle"}));
}

QString valueOf(QAccessibleInterface *face, QObject *object)
{
    if (face) {
        QString value = face->text(QAccessible::Value);
        if (value.isEmpty() && face->valueInterface())
            value = face->valueInterface()->currentValue().toString();
        if (!value.isEmpty())
            return value;
    }
    const QString text = object ? textProperty(object, {"text", "currentText", "displayText"}) : QString();
    const bool isButton = object && (object->inherits("QAbstractButton") || object->inherits("QQuickAbstractButton"));
    return isButton ? withoutMnemonic(text) : text;
}

QString descriptionOf(QAccessibleInterface *face, QObject *object)
{
    QString placeholder = object ? textProperty(object, {"placeholderText"}) : QString();
    if (!placeholder.isEmpty())
        return placeholder;
    if (face)
        return face->text(QAccessible::Description);
    QObject *const attached = object ? attachedOf(object) : nullptr;
    return attached ? attached->property("description").toString() : QString();
}

// The rows of a table that a rectangle of the screen shows; rows follow each other from top to bottom.
std::pair<int, int> rowsIn(QAccessibleTableInterface *table, const QRect &area)
{
    const auto rect = [&](int row) {
        QAccessibleInterface *const cell = table->cellAt(row, 0);
        return cell ? cell->rect() : QRect();
    };
    int first = 0, beyond = table->rowCount();
    while (first < beyond) {
        const int middle = first + (beyond - first) / 2;
        if (rect(middle).bottom() < area.top())
            first = middle + 1;
        else
            beyond = middle;
    }
    int last = first;
    while (last < table->rowCount() && rect(last).top() <= area.bottom())
        ++last;
    return {first, last};
}

}  // namespace

void TestDriver::steady(const QString &fontFamily, int pointSize)
{
    QGuiApplication::setFont(QFont(fontFamily, pointSize));
    QGuiApplication::styleHints()->setCursorFlashTime(0);
}

QVariantList TestDriver::tree(QObject *root, bool hidden)
{
    Walk walk;
    walk.hidden = hidden;
    const QObjectList first = root == QCoreApplication::instance() ? roots(hidden) : QObjectList{root};
    // A dialog is a child of its parent, too: it is to be found once, by itself.
    for (QObject *const object : first)
        walk.seen.insert(object);
    for (QObject *const object : first) {
        walk.seen.remove(object);
        visit(walk, object, -1);
    }
    return walk.nodes;
}

void TestDriver::visit(Walk &walk, QObject *object, int parent) const
{
    if (walk.seen.contains(object) || (!walk.hidden && !isVisible(object)))
        return;
    walk.seen.insert(object);
    QAccessibleInterface *const face = QAccessible::queryAccessibleInterface(object);
    QAccessible::State state = face ? face->state() : QAccessible::State();
    // An item's own properties, if it has them: while nothing listens, what is attached to it stays as it was at first.
    if (QObject *const attached = face ? nullptr : attachedOf(object)) {
        const bool own = object->metaObject()->indexOfProperty("checked") >= 0;
        state.checkable = (own ? object : attached)->property("checkable").toBool();
        state.checked = (own ? object : attached)->property("checked").toBool();
    }
    if (!face)
        state.focused = object->property("activeFocus").toBool();
    const int states = (isVisible(object) ? Visible : 0) | (isEnabled(object) ? Enabled : 0) | (state.focused ? Focused : 0)
        | (state.checkable ? Checkable : 0) | (state.checked ? Checked : 0) | (state.selected ? Selected : 0)
        | (state.expanded ? Expanded : 0) | (state.readOnly ? ReadOnly : 0) | (state.modal ? Modal : 0);
    const int index = int(walk.nodes.size());
    walk.nodes.append(QVariant(QVariantList{
        parent, QVariant::fromValue(object), QString::fromLatin1(object->metaObject()->className()), object->objectName(),
        QVariant::fromValue<QObject *>(windowOf(object)), roleName(face, object), nameOf(face, object), valueOf(face, object),
        descriptionOf(face, object), states, areaOf(object)}));
    if (face)
        visitParts(walk, face, object, index);
    for (QObject *const child : childrenOf(object))
        visit(walk, child, index);
}

void TestDriver::visitParts(Walk &walk, QAccessibleInterface *whole, QObject *object, int parent) const
{
    QAccessibleTableInterface *const table = whole->tableInterface();
    // A header belongs to its view, which has its cells.
    if (table && object->inherits("QHeaderView"))
        return;
    const int count = whole->childCount();
    if (!table || count <= kManyParts) {
        for (int i = 0; i < std::min(count, kMostParts); ++i)
            visitPart(walk, whole->child(i), object, parent);
        return;
    }
    const int columns = table->columnCount();
    // The cells of the header come first.
    for (int column = 0; column <= columns; ++column) {
        QAccessibleInterface *const part = whole->child(column);
        if (part && part->role() == QAccessible::ColumnHeader)
            visitPart(walk, part, object, parent);
    }
    const auto [first, last] = rowsIn(table, whole->rect());
    for (int row = first; row < last; ++row) {
        for (int column = 0; column < columns; ++column)
            visitPart(walk, table->cellAt(row, column), object, parent);
    }
}

// What has no object (a cell, a tab) or one that is not in the tree (the action of a menu).
void TestDriver::visitPart(Walk &walk, QAccessibleInterface *part, QObject *owner, int parent) const
{
    if (!part || !part->isValid())
        return;
    QObject *const object = part->object();
    QWindow *const window = windowOf(owner);
    if (object == owner || (object && (object->isWidgetType() || !object->inherits("QAction"))) || !window)
        return;
    const QAccessible::State state = part->state();
    const QRect global = part->rect();
    const QRectF area = QRectF(window->mapFromGlobal(global.topLeft()), global.size()) & areaOf(owner);
    const bool visible = !state.invisible && !area.isEmpty() && isVisible(owner);
    if (!walk.hidden && !visible)
        return;
    const int states = (visible ? Visible : 0) | (!state.disabled && isEnabled(owner) ? Enabled : 0) | (state.focused ? Focused : 0)
        | (state.checkable ? Checkable : 0) | (state.checked ? Checked : 0) | (state.selected ? Selected : 0)
        | (state.expanded ? Expanded : 0) | (state.readOnly ? ReadOnly : 0);
    walk.nodes.append(QVariant(QVariantList{
        parent, QVariant::fromValue(object), object ? QString::fromLatin1(object->metaObject()->className()) : QString(),
        object ? object->objectName() : QString(),
        QVariant::fromValue<QObject *>(window), roleName(part, nullptr), part->text(QAccessible::Name), part->text(QAccessible::Value),
        part->text(QAccessible::Description), states, area}));
}

void TestDriver::reveal(QObject *)
{
}

QObject *TestDriver::covering(QObject *, QPointF)
{
    return nullptr;
}

QWindow *TestDriver::focusWindow() const
{
    return QGuiApplication::focusWindow();
}

void TestDriver::mouse(QWindow *window, int type, QPointF at, int button, int buttons, int modifiers, bool later)
{
    static int time = 1;
    time += later ? kPause : 1;
    const int timestamp = time;
    const QPointer<QWindow> target = window;
    const auto send = [=] {
        if (target)
            enter(target, at);
        if (!target)
            return;
        // Where Qt drags, a QDrag is made, and exists for some time.
        m_added.clear();
        QCoreApplication::instance()->installEventFilter(this);
        qt_handleMouseEvent(target, at, target->mapToGlobal(at), Qt::MouseButtons(buttons), Qt::MouseButton(button), QEvent::Type(type),
                            Qt::KeyboardModifiers(modifiers), timestamp);
        QCoreApplication::instance()->removeEventFilter(this);
        const bool drags = std::any_of(m_added.begin(), m_added.end(), [](const QPointer<QObject> &added) { return added && added->inherits("QDrag"); });
        m_dragRefused = drags && QGuiApplication::platformName() == QLatin1String("offscreen");
    };
    QMetaObject::invokeMethod(this, send, Qt::QueuedConnection);
}

bool TestDriver::eventFilter(QObject *, QEvent *event)
{
    if (event->type() == QEvent::ChildAdded)
        m_added.append(static_cast<QChildEvent *>(event)->child());
    return false;
}

void TestDriver::enter(QWindow *window, QPointF at)
{
    if (m_under == window)
        return;
    if (const QPointer<QWindow> before = std::exchange(m_under, window)) {
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(before, &leave);
    }
    if (m_under) {
        QEnterEvent enter(at, at, m_under->mapToGlobal(at));
        QCoreApplication::sendEvent(m_under, &enter);
    }
}

void TestDriver::wheel(QWindow *window, QPointF at, QPoint degrees, int modifiers)
{
    const QPointer<QWindow> target = window;
    const auto send = [=] {
        if (!target)
            return;
        QWheelEvent event(at, target->mapToGlobal(at), QPoint(), degrees * 8, Qt::NoButton, Qt::KeyboardModifiers(modifiers),
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(target, &event);
    };
    QMetaObject::invokeMethod(this, send, Qt::QueuedConnection);
}

void TestDriver::key(QWindow *window, int type, int key, int modifiers, const QString &text)
{
    const QPointer<QWindow> target = window;
    const auto send = [=] {
        if (target)
            qt_handleKeyEvent(target, QEvent::Type(type), key, Qt::KeyboardModifiers(modifiers), text, false, 1);
    };
    QMetaObject::invokeMethod(this, send, Qt::QueuedConnection);
}

void TestDriver::mark(int id)
{
    // Twice round: what an event has posted comes in between.
    const auto emitReached = [=] { Q_EMIT reached(id); };
    const auto again = [=] { QMetaObject::invokeMethod(this, emitReached, Qt::QueuedConnection); };
    QMetaObject::invokeMethod(this, again, Qt::QueuedConnection);
}

QVariantList TestDriver::keysOf(const QString &sequence) const
{
    // What a keyboard sends along.
    static const QHash<int, QString> texts = {
        {Qt::Key_Return, QStringLiteral("\r")}, {Qt::Key_Enter, QStringLiteral("\r")}, {Qt::Key_Tab, QStringLiteral("\t")}, {Qt::Key_Backspace, QStringLiteral("\b")}, {Qt::Key_Escape, QStringLiteral("\x1b")}, {Qt::Key_Delete, QStringLiteral("\x7f")}};
    const QKeySequence keys = QKeySequence::fromString(sequence, QKeySequence::PortableText);
    QVariantList all;
    for (int i = 0; i < keys.count(); ++i) {
        const QKeyCombination combination = keys[uint(i)];
        const Qt::KeyboardModifiers modifiers = combination.keyboardModifiers();
        const int key = combination.key();
        if (key == Qt::Key_unknown || key == 0)
            return {};
        QString text = texts.value(key);
        if (text.isEmpty() && key < 0x1000000 && !(modifiers & ~(Qt::ShiftModifier | Qt::KeypadModifier)))
            text = modifiers & Qt::ShiftModifier ? QString(QChar(key)) : QString(QChar(key)).toLower();
        all.append(QVariant(QVariantList{key, int(modifiers), text}));
    }
    return all;
}
