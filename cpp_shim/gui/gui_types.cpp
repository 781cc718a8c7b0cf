#include "gui_types.h"

#include "objects/registry.h"

#include <QAction>
#include <QActionGroup>
#include <QClipboard>
#include <QDoubleValidator>
#include <QDrag>
#include <QFileSystemModel>
#include <QGuiApplication>
#include <QIcon>
#include <QImageReader>
#include <QIntValidator>
#include <QMovie>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QPixmap>
#include <QRasterWindow>
#include <QRegularExpressionValidator>
#include <QShortcut>
#include <QStandardItemModel>
#include <QTextDocument>
#include <QUndoGroup>
#include <QUndoStack>
#include <QWindow>

#include <algorithm>

namespace qta {

namespace {

// Pictures are taken by the path of a file, and as the bytes of one. Qt's constructors take a path as well, but do not say
// whether it is one.
template<class Picture>
void readFromFile()
{
    const QMetaType to = QMetaType::fromType<Picture>();
    if (!QMetaType::hasRegisteredConverterFunction(QMetaType::fromType<QByteArray>(), to)) {
        QMetaType::registerConverterFunction([](const void *bytes, void *picture) {
            QPixmap pixmap;
            if (!pixmap.loadFromData(*static_cast<const QByteArray *>(bytes)))
                return false;
            *static_cast<Picture *>(picture) = Picture(pixmap);
            return true;
        },
                                             QMetaType::fromType<QByteArray>(), to);
    }
    const QMetaType from = QMetaType::fromType<QString>();
    if (QMetaType::hasRegisteredConverterFunction(from, to))
        return;  // converters stay when the application goes
    QMetaType::registerConverterFunction([](const void *path, void *picture) {
        const QString &file = *static_cast<const QString *>(path);
        if (!QImageReader(file).canRead())
            return false;
        *static_cast<Picture *>(picture) = Picture(file);
        return true;
    },
                                         from, to);
}

// Of the three that Qt knows, the one that "Copy" and "Paste" mean.
void registerClipboard(Registry &registry)
{
    registry.method("clipboard", [](QGuiApplication *) { return QGuiApplication::clipboard(); });
}

// The items of the model are no QObjects: their texts are reached by row and column.
void registerModel(Registry &registry)
{
    registry.method("setHorizontalHeaderLabels", [](QStandardItemModel *self, QStringList labels) {
        self->setHorizontalHeaderLabels(labels);
    });
    registry.method("setVerticalHeaderLabels", [](QStandardItemModel *self, QStringList labels) {
        self->setVerticalHeaderLabels(labels);
    });
    registry.method("appendRow", [](QStandardItemModel *self, QStringList texts) {
        QList<QStandardItem *> items;
        for (const QString &text : texts)
            items.append(new QStandardItem(text));
        self->appendRow(items);
    });
    registry.method(
        "itemText", [](QStandardItemModel *self, int row, int column) {
            const QStandardItem *item = self->item(row, column);
            return item ? item->text() : QString();
        },
        1);
    registry.method("setItemText", [](QStandardItemModel *self, int row, int column, QString text) {
        if (row < 0 || column < 0)
            throw Refusal{QStringLiteral("Cannot set the text of an item of a QStandardItemModel: expected a row and a column >= 0, got %1 and %2").arg(row).arg(column)};
        const QString refusal = refuseCells(self, std::max<qint64>(self->rowCount(), qint64{row} + 1), std::max<qint64>(self->columnCount(), qint64{column} + 1));
        if (!refusal.isEmpty())
            throw Refusal{refusal};
        self->setItem(row, column, new QStandardItem(text));
    });
}

}  // namespace

void registerGuiTypes(Registry &registry)
{
    registry.enumeration<QClipboard::Mode>(QClipboard::staticMetaObject, "Mode", {
                                                                                     {"Clipboard", QClipboard::Clipboard},
                                                                                     {"Selection", QClipboard::Selection},
                                                                                     {"FindBuffer", QClipboard::FindBuffer},
                                                                                 });
    registry.type<QAction>();
    registry.type<QActionGroup>();
    registry.type<QDoubleValidator>();
    registry.type<QDrag>();
    registry.type<QFileSystemModel>();
    registry.type<QIntValidator>();
    registry.type<QMovie>();
    registry.type<QOpenGLContext>();
    registry.type<QRasterWindow, QWindow>();
    registry.type<QRegularExpressionValidator>();
    registry.type<QShortcut>();
    registry.type<QStandardItemModel>();
    registry.type<QTextDocument>();
    registry.type<QUndoGroup>();
    registry.type<QUndoStack>();
    registry.type<QWindow, QWindow>();
    registry.made<QOffscreenSurface, QObject>([](QObject *parent) { return new QOffscreenSurface(nullptr, parent); });

    readFromFile<QIcon>();
    readFromFile<QPixmap>();
    registerClipboard(registry);
    registerModel(registry);
}

}  // namespace qta
