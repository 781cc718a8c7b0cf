#include "widget_types.h"

#include "objects/registry.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QBuffer>
#include <QButtonGroup>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QFormLayout>
#include <QGridLayout>
#include <QInputDialog>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMdiArea>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QUiLoader>
#include <QUndoView>

namespace qta {

namespace {

void registerApplication(Registry &registry)
{
    registry.method("processEvents", [](QApplication *) { QCoreApplication::processEvents(); });
    registry.method("activeWindow", [](QApplication *) { return QApplication::activeWindow(); });
    registry.method("activeModalWidget", [](QApplication *) { return QApplication::activeModalWidget(); });
    registry.method("topLevelWidgets", [](QApplication *) { return QApplication::topLevelWidgets(); });
}

void registerWidgets(Registry &registry)
{
    registry.method("layout", [](QWidget *self) { return self->layout(); });
    registry.method("setLayout", [](QWidget *self, QLayout *layout) { self->setLayout(layout); });
    registry.method("addAction", [](QWidget *self, QAction *action) { self->addAction(action); });
    registry.method("resize", [](QWidget *self, int width, int height) { self->resize(width, height); });
    registry.method("move", [](QWidget *self, int x, int y) { self->move(x, y); });
    registry.method("adjustSize", [](QWidget *self) { self->adjustSize(); });
    registry.method("setFixedSize", [](QWidget *self, int width, int height) { self->setFixedSize(width, height); });
    registry.method("activateWindow", [](QWidget *self) { self->activateWindow(); });
    registry.method("window", [](QWidget *self) { return self->window(); });
    registry.method("setAttribute", [](QWidget *self, Qt::WidgetAttribute attribute, bool on) { self->setAttribute(attribute, on); });
    registry.method("testAttribute", [](QWidget *self, Qt::WidgetAttribute attribute) { return self->testAttribute(attribute); });
    registry.method("setWindowFlag", [](QWidget *self, Qt::WindowType flag, bool on) { self->setWindowFlag(flag, on); });
    registry.method("mapToGlobal", [](QWidget *self, QPoint point) { return self->mapToGlobal(point); });
    registry.method("mapFromGlobal", [](QWidget *self, QPoint point) { return self->mapFromGlobal(point); });
    // The widget as it is drawn now, as the bytes of a PNG file.
    registry.method("grab", [](QWidget *self) {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        self->grab().save(&buffer, "PNG");
        return png;
    });

    // As QTest's functions of these names: events like those of the user, for tests and demonstrations.
    registry.method(
        "mouseClick", [](QWidget *self, QPoint at, Qt::MouseButtons buttons) {
            const QPointF local = at;
            const QPointF global = self->mapToGlobal(local);
            const Qt::MouseButton which = buttons ? static_cast<Qt::MouseButton>(buttons.toInt()) : Qt::LeftButton;
            QMouseEvent press(QEvent::MouseButtonPress, local, global, which, which, Qt::NoModifier);
            QMouseEvent release(QEvent::MouseButtonRelease, local, global, which, Qt::NoButton, Qt::NoModifier);
            const QPointer<QWidget> alive = self;
            QCoreApplication::sendEvent(self, &press);
            if (alive)
                QCoreApplication::sendEvent(self, &release);
        },
        1);
    registry.method(
        "keyClick", [](QWidget *self, Qt::Key key, Qt::KeyboardModifiers modifiers) {
            QKeyEvent press(QEvent::KeyPress, key, modifiers);
            QKeyEvent release(QEvent::KeyRelease, key, modifiers);
            const QPointer<QWidget> alive = self;
            QCoreApplication::sendEvent(self, &press);
            if (alive)
                QCoreApplication::sendEvent(self, &release);
        },
        1);
    registry.method("keyClicks", [](QWidget *self, QString text) {
        const QPointer<QWidget> alive = self;
        for (const QChar character : text) {
            const int key = character.toUpper().unicode();
            QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, QString(character));
            QKeyEvent release(QEvent::KeyRelease, key, Qt::NoModifier, QString(character));
            QCoreApplication::sendEvent(self, &press);
            if (alive)
                QCoreApplication::sendEvent(self, &release);
            if (!alive)
                return;
        }
    });

    registry.method("setCentralWidget", [](QMainWindow *self, QWidget *widget) { self->setCentralWidget(widget); });
    registry.method("centralWidget", [](QMainWindow *self) { return self->centralWidget(); });
    registry.method("menuBar", [](QMainWindow *self) { return self->menuBar(); });
    registry.method("statusBar", [](QMainWindow *self) { return self->statusBar(); });
    registry.method("addToolBar", [](QMainWindow *self, QString title) { return self->addToolBar(title); });
    registry.method("addDockWidget", [](QMainWindow *self, Qt::DockWidgetArea area, QDockWidget *dock) { self->addDockWidget(area, dock); });
    registry.method("setWidget", [](QDockWidget *self, QWidget *widget) { self->setWidget(widget); });
    registry.method("addMenu", [](QMenuBar *self, QString title) { return self->addMenu(title); });
    // Templates in Qt: its action knows no widgets.
    registry.method("menu", [](QAction *self) { return self->menu(); });
    registry.method("setMenu", [](QAction *self, QMenu *menu) { self->setMenu(menu); });
    registry.method("addMenu", [](QMenu *self, QString title) { return self->addMenu(title); });
    registry.method("addAction", [](QMenu *self, QString text) { return static_cast<QWidget *>(self)->addAction(text); });
    registry.method("addSeparator", [](QMenu *self) { return self->addSeparator(); });
    registry.method("popup", [](QMenu *self, QPoint at) { self->popup(at); });
    registry.method("exec", [](QMenu *self, QPoint at) { return self->exec(at); });
    registry.method("addAction", [](QToolBar *self, QString text) { return static_cast<QWidget *>(self)->addAction(text); });
    registry.method("addWidget", [](QToolBar *self, QWidget *widget) { return self->addWidget(widget); });
    registry.method("addSeparator", [](QToolBar *self) { return self->addSeparator(); });
    registry.method(
        "addWidget", [](QStatusBar *self, QWidget *widget, int stretch) { self->addWidget(widget, stretch); }, 1);
    registry.method(
        "addPermanentWidget", [](QStatusBar *self, QWidget *widget, int stretch) { self->addPermanentWidget(widget, stretch); }, 1);
    registry.method("setWidget", [](QScrollArea *self, QWidget *widget) { self->setWidget(widget); });
    registry.method("addWidget", [](QSplitter *self, QWidget *widget) { self->addWidget(widget); });
    registry.method("addWidget", [](QStackedWidget *self, QWidget *widget) { return self->addWidget(widget); });
    registry.method("addTab", [](QTabWidget *self, QWidget *widget, QString label) { return self->addTab(widget, label); });
    registry.method(
        "addItem", [](QComboBox *self, QString text, QVariant data) { self->addItem(text, data); }, 1);
    registry.method("addItems", [](QComboBox *self, QStringList texts) { self->addItems(texts); });
    registry.method("itemText", [](QComboBox *self, int index) { return self->itemText(index); });
    registry.method("addButton", [](QMessageBox *self, QString text, QMessageBox::ButtonRole role) -> QPushButton * {
        return self->addButton(text, role);
    });
    registry.method("addButton", [](QButtonGroup *self, QAbstractButton *button, int id) { self->addButton(button, id); });
    registry.method("verticalScrollBar", [](QAbstractScrollArea *self) { return self->verticalScrollBar(); });
    registry.method("horizontalScrollBar", [](QAbstractScrollArea *self) { return self->horizontalScrollBar(); });
    registry.method(
        "find", [](QPlainTextEdit *self, QString text, bool backward) {
            return self->find(text, backward ? QTextDocument::FindBackward : QTextDocument::FindFlags());
        },
        1);
}

void registerDialogs(Registry &registry)
{
    registry.method("setDefaultButton", [](QMessageBox *self, QMessageBox::StandardButton button) { self->setDefaultButton(button); });

    // Qt names these modes in no meta-object: 0 is a text, 1 an integer, 2 a number.
    registry.method("setInputMode", [](QInputDialog *self, int mode) {
        if (mode < QInputDialog::TextInput || mode > QInputDialog::DoubleInput)
            throw Refusal{QStringLiteral("QInputDialog.setInputMode: expected 0 (text), 1 (integer) or 2 (number), got %1").arg(mode)};
        self->setInputMode(static_cast<QInputDialog::InputMode>(mode));
    });
    registry.method("setMultiLine", [](QInputDialog *self, bool on) { self->setOption(QInputDialog::UsePlainTextEditForTextInput, on); });
}

// A layout keeps something for each row and column up to the last.
void checkCell(int row, int column, int rowSpan = 1, int columnSpan = 1)
{
    constexpr int most = 1 << 16;
    const auto fits = [](int at, int span) { return at >= 0 && at < most && span >= -1 && span <= most; };
    if (!fits(row, rowSpan) || !fits(column, columnSpan))
        throw Refusal{QStringLiteral("Cannot use row %1 and column %2 with spans of %3 and %4 of a QGridLayout: expected 0 to %5, and spans from -1 (to the end)")
                          .arg(row)
                          .arg(column)
                          .arg(rowSpan)
                          .arg(columnSpan)
                          .arg(most - 1)};
}

void registerLayouts(Registry &registry)
{
    registry.method("addWidget", [](QLayout *self, QWidget *widget) { self->addWidget(widget); });
    registry.method("removeWidget", [](QLayout *self, QWidget *widget) { self->removeWidget(widget); });
    registry.method("count", [](QLayout *self) { return self->count(); });
    registry.method("setContentsMargins", [](QLayout *self, int left, int top, int right, int bottom) {
        self->setContentsMargins(left, top, right, bottom);
    });
    registry.method(
        "addWidget", [](QBoxLayout *self, QWidget *widget, int stretch, Qt::Alignment alignment) {
            self->addWidget(widget, stretch, alignment);
        },
        1);
    registry.method(
        "addLayout", [](QBoxLayout *self, QLayout *layout, int stretch) { self->addLayout(layout, stretch); }, 1);
    registry.method(
        "addStretch", [](QBoxLayout *self, int stretch) { self->addStretch(stretch); }, 0);
    registry.method("addSpacing", [](QBoxLayout *self, int size) { self->addSpacing(size); });
    registry.method(
        "addWidget", [](QGridLayout *self, QWidget *widget, int row, int column, int rowSpan, int columnSpan, Qt::Alignment alignment) {
            checkCell(row, column, rowSpan, columnSpan);
            self->addWidget(widget, row, column, rowSpan ? rowSpan : 1, columnSpan ? columnSpan : 1, alignment);
        },
        3);
    registry.method(
        "addLayout", [](QGridLayout *self, QLayout *layout, int row, int column, int rowSpan, int columnSpan) {
            checkCell(row, column, rowSpan, columnSpan);
            self->addLayout(layout, row, column, rowSpan ? rowSpan : 1, columnSpan ? columnSpan : 1);
        },
        3);
    registry.method("setColumnStretch", [](QGridLayout *self, int column, int stretch) {
        checkCell(0, column);
        self->setColumnStretch(column, stretch);
    });
    registry.method("setRowStretch", [](QGridLayout *self, int row, int stretch) {
        checkCell(row, 0);
        self->setRowStretch(row, stretch);
    });
    registry.method("addRow", [](QFormLayout *self, QString label, QWidget *field) { self->addRow(label, field); });
    registry.method("addRow", [](QFormLayout *self, QString label, QLayout *field) { self->addRow(label, field); });
    registry.method("addRow", [](QFormLayout *self, QWidget *wide) { self->addRow(wide); });
    registry.method("addWidget", [](QStackedLayout *self, QWidget *widget) { self->addWidget(widget); });
}

void registerUiFiles(Registry &registry)
{
    registry.method(
        "load", [](QUiLoader *self, QByteArray ui, QWidget *parent) -> QWidget * {
            QBuffer buffer(&ui);
            buffer.open(QIODevice::ReadOnly);
            return self->load(&buffer, parent);
        },
        1);
    registry.method("errorString", [](QUiLoader *self) { return self->errorString(); });
    registry.method("availableWidgets", [](QUiLoader *self) { return self->availableWidgets(); });
}

}  // namespace

void registerWidgetTypes(Registry &registry)
{
    registry.nullable<QAction>("setMenu");
    registry.nullable<QUiLoader>("load");
    registry.nullable<QMdiArea>("setActiveSubWindow");
    registry.nullable<QUndoView>("setStack");
    registry.nullable<QUndoView>("setGroup");
    registerWidgetGuards(registry);
    registerWidgetClasses(registry);
    registerApplication(registry);
    registerWidgets(registry);
    registerDialogs(registry);
    registerLayouts(registry);
    registerItemViews(registry);
    registerUiFiles(registry);
}

}  // namespace qta
