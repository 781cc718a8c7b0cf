// What testing.ts needs of Qt: what is on the screen, events as of a user, and pictures to compare. Each library has a class of
// its own, which knows its windows: WidgetTestDriver, QuickTestDriver.
#pragma once

#include <QList>
#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QRectF>
#include <QSet>
#include <QVariantList>
#include <QWindow>

class QAccessibleInterface;

class TestDriver : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // Has windows look the same on each run and each machine with the font: no cursor blinks, nothing moves.
    Q_INVOKABLE virtual void steady(const QString &fontFamily, int pointSize);

    // Below an object, or in all windows (of the application, as root). Of each element, parents first: [index of the parent or
    // -1, object or null, its class, its objectName, window, role, name, value, description, states, rectangle in the window].
    Q_INVOKABLE QVariantList tree(QObject *root, bool hidden);
    // Makes an element visible in what scrolls it.
    Q_INVOKABLE virtual void reveal(QObject *object);
    // What keeps events from an object's place in its window: another object, or null.
    Q_INVOKABLE virtual QObject *covering(QObject *object, QPointF at);

    // Where keys go; null if no window is active.
    Q_INVOKABLE QWindow *focusWindow() const;

    // Events as the window system sends them, each in a turn of Qt's event loop: the call returns before, so that it does not wait
    // for a dialog that the event opens. `type` is a QEvent::Type.
    Q_INVOKABLE void mouse(QWindow *window, int type, QPointF at, int button, int buttons, int modifiers, bool later);
    // Whether the last mouse() has begun a drag and drop (QDrag) that this platform cannot do.
    Q_INVOKABLE bool dragRefused() const { return m_dragRefused; }
    Q_INVOKABLE void wheel(QWindow *window, QPointF at, QPoint degrees, int modifiers);
    Q_INVOKABLE void key(QWindow *window, int type, int key, int modifiers, const QString &text);
    // Emits reached() when Qt has handled what has been sent so far, or a nested event loop runs.
    Q_INVOKABLE void mark(int id);
    // [key, modifiers, text] of each part of a key sequence; empty if it is none.
    Q_INVOKABLE QVariantList keysOf(const QString &sequence) const;

    // Of two PNG files: [width, height, width, height, pixels of which a channel differs by more than the threshold, largest
    // difference of a channel, a PNG file that shows both and the difference].
    Q_INVOKABLE QVariantList compare(const QByteArray &expected, const QByteArray &actual, int threshold) const;

Q_SIGNALS:
    void reached(int id);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

    // What QAccessible::State has, and is of use in a test.
    enum State { Visible = 1,
                 Enabled = 2,
                 Focused = 4,
                 Checkable = 8,
                 Checked = 16,
                 Selected = 32,
                 Expanded = 64,
                 ReadOnly = 128,
                 Modal = 256 };

    virtual QObjectList roots(bool hidden) const = 0;
    // Those that the user sees as parts of it, windows aside.
    virtual QObjectList childrenOf(QObject *object) const = 0;
    virtual QWindow *windowOf(QObject *object) const = 0;
    // The part that is not clipped, in the window's coordinates.
    virtual QRectF areaOf(QObject *object) const = 0;
    virtual bool isVisible(QObject *object) const = 0;
    virtual bool isEnabled(QObject *object) const = 0;

private:
    struct Walk {
        QVariantList nodes;
        QSet<QObject *> seen;
        bool hidden = false;
    };

    // The window system tells windows when the mouse comes and goes.
    void enter(QWindow *window, QPointF at);
    void visit(Walk &walk, QObject *object, int parent) const;
    void visitParts(Walk &walk, QAccessibleInterface *whole, QObject *object, int parent) const;
    void visitPart(Walk &walk, QAccessibleInterface *part, QObject *owner, int parent) const;

    QPointer<QWindow> m_under;
    QList<QPointer<QObject>> m_added;
    bool m_dragRefused = false;
};
