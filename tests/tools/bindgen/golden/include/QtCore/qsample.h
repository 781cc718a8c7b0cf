// What Qt's headers do, in small: the golden files beside tell what each stage makes of it.
#pragma once

class QSampleData
{
};
class QPoint;

template <typename T> class QList
{
public:
    T &operator[](int index);
};

template <typename Enum> class QFlags
{
};

class QString
{
public:
    QString();
    QString(const QString &other);
    ~QString();
};

namespace Qt {
enum Edge { TopEdge = 1, LeftEdge = 1 << 1 };
typedef QFlags<Edge> Edges;
enum class Mode : unsigned char { Plain = 7 };
} // namespace Qt

enum QGlobal { Everywhere = -1 };

class QObject
{
public:
    explicit QObject(QObject *parent = nullptr);
    virtual ~QObject();

protected:
    virtual void timerEvent(int id = 1 << 2);

private:
    QObject(const QObject &) = delete;
    virtual void hidden();
};

class QEvent
{
public:
    virtual ~QEvent();
};

class QLayoutItem
{
public:
    virtual ~QLayoutItem();
    virtual int width() const = 0;
};

class QLayout : public QObject, private QSampleData, public QLayoutItem
{
public:
    enum { Type = 3 };
    enum Constraint { None, Fixed = 5 };
    explicit QLayout(QObject *parent, const QString &name = QString());
    virtual void addItem(QLayoutItem *item) = 0;
    virtual QLayoutItem *takeAt(int index);
    int width() const override;
    void setEdges(Qt::Edges edges, Qt::Mode = Qt::Mode::Plain);
    void mystery(QObject *object);
    QString name(bool *ok = nullptr, const QList<QString> &names = {}) const;
    static int count(const char *text, ...);
    [[deprecated]] int margin() const;
    template <typename T> T find();
    void *raw();
public QT_ANNOTATE_ACCESS_SPECIFIER(qt_signal):
    void changed(QEvent *event);
public QT_ANNOTATE_ACCESS_SPECIFIER(qt_slot):
    void reset();

protected:
    void timerEvent(int id) override;
    bool operator()(void (*callback)(int));
};

class QPoint
{
public:
    struct Part
    {
        int x;
    };
    QPoint(int x, int y);
    QPoint(QPoint &&other);
    QPoint(const QPoint &other);
    QPoint &operator+=(const QPoint &other);
    QPoint operator-() const;
    operator bool() const;
    friend bool operator==(const QPoint &a, const QPoint &b);
    Part part() const;
    int *data();
    QSampleData *d_func();
};

QPoint operator*(const QPoint &point, double factor);

class QMutex
{
public:
    void lock();
};

class QSamplePrivate
{
public:
    void none();
};
