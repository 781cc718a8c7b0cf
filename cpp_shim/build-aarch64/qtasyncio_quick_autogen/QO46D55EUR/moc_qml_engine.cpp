/****************************************************************************
** Meta object code from reading C++ file 'qml_engine.h'
**
** Created by: The Qt Meta Object Compiler version 68 (Qt 6.4.2)
**
** WARNING! All changes made in this file will be lost!
*****************************************************************************/

#include <memory>
#include "../../../quick/qml_engine.h"
#include <QtCore/qmetatype.h>
#if !defined(Q_MOC_OUTPUT_REVISION)
#error "The header file 'qml_engine.h' doesn't include <QObject>."
#elif Q_MOC_OUTPUT_REVISION != 68
#error "This file was generated using the moc from 6.4.2. It"
#error "cannot be used with the include files from this version of Qt."
#error "(The moc has changed too much.)"
#endif

#ifndef Q_CONSTINIT
#define Q_CONSTINIT
#endif

QT_BEGIN_MOC_NAMESPACE
QT_WARNING_PUSH
QT_WARNING_DISABLE_DEPRECATED
namespace {
struct qt_meta_stringdata_QmlEngine_t {
    uint offsetsAndSizes[38];
    char stringdata0[10];
    char stringdata1[9];
    char stringdata2[1];
    char stringdata3[7];
    char stringdata4[12];
    char stringdata5[15];
    char stringdata6[4];
    char stringdata7[16];
    char stringdata8[5];
    char stringdata9[9];
    char stringdata10[10];
    char stringdata11[7];
    char stringdata12[11];
    char stringdata13[6];
    char stringdata14[16];
    char stringdata15[5];
    char stringdata16[6];
    char stringdata17[16];
    char stringdata18[5];
};
#define QT_MOC_LITERAL(ofs, len) \
    uint(sizeof(qt_meta_stringdata_QmlEngine_t::offsetsAndSizes) + ofs), len 
Q_CONSTINIT static const qt_meta_stringdata_QmlEngine_t qt_meta_stringdata_QmlEngine = {
    {
        QT_MOC_LITERAL(0, 9),  // "QmlEngine"
        QT_MOC_LITERAL(10, 8),  // "problems"
        QT_MOC_LITERAL(19, 0),  // ""
        QT_MOC_LITERAL(20, 6),  // "errors"
        QT_MOC_LITERAL(27, 11),  // "componentOf"
        QT_MOC_LITERAL(39, 14),  // "QQmlComponent*"
        QT_MOC_LITERAL(54, 3),  // "url"
        QT_MOC_LITERAL(58, 15),  // "componentOfText"
        QT_MOC_LITERAL(74, 4),  // "text"
        QT_MOC_LITERAL(79, 8),  // "errorsOf"
        QT_MOC_LITERAL(88, 9),  // "component"
        QT_MOC_LITERAL(98, 6),  // "create"
        QT_MOC_LITERAL(105, 10),  // "properties"
        QT_MOC_LITERAL(116, 5),  // "roots"
        QT_MOC_LITERAL(122, 15),  // "setContextValue"
        QT_MOC_LITERAL(138, 4),  // "name"
        QT_MOC_LITERAL(143, 5),  // "value"
        QT_MOC_LITERAL(149, 15),  // "addImportFolder"
        QT_MOC_LITERAL(165, 4)   // "path"
    },
    "QmlEngine",
    "problems",
    "",
    "errors",
    "componentOf",
    "QQmlComponent*",
    "url",
    "componentOfText",
    "text",
    "errorsOf",
    "component",
    "create",
    "properties",
    "roots",
    "setContextValue",
    "name",
    "value",
    "addImportFolder",
    "path"
};
#undef QT_MOC_LITERAL
} // unnamed namespace

Q_CONSTINIT static const uint qt_meta_data_QmlEngine[] = {

 // content:
      10,       // revision
       0,       // classname
       0,    0, // classinfo
       8,   14, // methods
       0,    0, // properties
       0,    0, // enums/sets
       0,    0, // constructors
       0,       // flags
       1,       // signalCount

 // signals: name, argc, parameters, tag, flags, initial metatype offsets
       1,    1,   62,    2, 0x06,    1 /* Public */,

 // methods: name, argc, parameters, tag, flags, initial metatype offsets
       4,    1,   65,    2, 0x02,    3 /* Public */,
       7,    2,   68,    2, 0x02,    5 /* Public */,
       9,    1,   73,    2, 0x102,    8 /* Public | MethodIsConst  */,
      11,    2,   76,    2, 0x02,   10 /* Public */,
      13,    0,   81,    2, 0x102,   13 /* Public | MethodIsConst  */,
      14,    2,   82,    2, 0x02,   14 /* Public */,
      17,    1,   87,    2, 0x02,   17 /* Public */,

 // signals: parameters
    QMetaType::Void, QMetaType::QVariantList,    3,

 // methods: parameters
    0x80000000 | 5, QMetaType::QUrl,    6,
    0x80000000 | 5, QMetaType::QString, QMetaType::QUrl,    8,    6,
    QMetaType::QVariantList, 0x80000000 | 5,   10,
    QMetaType::QObjectStar, 0x80000000 | 5, QMetaType::QVariantMap,   10,   12,
    QMetaType::QVariantList,
    QMetaType::Void, QMetaType::QString, QMetaType::QVariant,   15,   16,
    QMetaType::Void, QMetaType::QString,   18,

       0        // eod
};

Q_CONSTINIT const QMetaObject QmlEngine::staticMetaObject = { {
    QMetaObject::SuperData::link<QQmlApplicationEngine::staticMetaObject>(),
    qt_meta_stringdata_QmlEngine.offsetsAndSizes,
    qt_meta_data_QmlEngine,
    qt_static_metacall,
    nullptr,
    qt_incomplete_metaTypeArray<qt_meta_stringdata_QmlEngine_t,
        // Q_OBJECT / Q_GADGET
        QtPrivate::TypeAndForceComplete<QmlEngine, std::true_type>,
        // method 'problems'
        QtPrivate::TypeAndForceComplete<void, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariantList &, std::false_type>,
        // method 'componentOf'
        QtPrivate::TypeAndForceComplete<QQmlComponent *, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QUrl &, std::false_type>,
        // method 'componentOfText'
        QtPrivate::TypeAndForceComplete<QQmlComponent *, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QUrl &, std::false_type>,
        // method 'errorsOf'
        QtPrivate::TypeAndForceComplete<QVariantList, std::false_type>,
        QtPrivate::TypeAndForceComplete<QQmlComponent *, std::false_type>,
        // method 'create'
        QtPrivate::TypeAndForceComplete<QObject *, std::false_type>,
        QtPrivate::TypeAndForceComplete<QQmlComponent *, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariantMap &, std::false_type>,
        // method 'roots'
        QtPrivate::TypeAndForceComplete<QVariantList, std::false_type>,
        // method 'setContextValue'
        QtPrivate::TypeAndForceComplete<void, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QVariant &, std::false_type>,
        // method 'addImportFolder'
        QtPrivate::TypeAndForceComplete<void, std::false_type>,
        QtPrivate::TypeAndForceComplete<const QString &, std::false_type>
    >,
    nullptr
} };

void QmlEngine::qt_static_metacall(QObject *_o, QMetaObject::Call _c, int _id, void **_a)
{
    if (_c == QMetaObject::InvokeMetaMethod) {
        auto *_t = static_cast<QmlEngine *>(_o);
        (void)_t;
        switch (_id) {
        case 0: _t->problems((*reinterpret_cast< std::add_pointer_t<QVariantList>>(_a[1]))); break;
        case 1: { QQmlComponent* _r = _t->componentOf((*reinterpret_cast< std::add_pointer_t<QUrl>>(_a[1])));
            if (_a[0]) *reinterpret_cast< QQmlComponent**>(_a[0]) = std::move(_r); }  break;
        case 2: { QQmlComponent* _r = _t->componentOfText((*reinterpret_cast< std::add_pointer_t<QString>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<QUrl>>(_a[2])));
            if (_a[0]) *reinterpret_cast< QQmlComponent**>(_a[0]) = std::move(_r); }  break;
        case 3: { QVariantList _r = _t->errorsOf((*reinterpret_cast< std::add_pointer_t<QQmlComponent*>>(_a[1])));
            if (_a[0]) *reinterpret_cast< QVariantList*>(_a[0]) = std::move(_r); }  break;
        case 4: { QObject* _r = _t->create((*reinterpret_cast< std::add_pointer_t<QQmlComponent*>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<QVariantMap>>(_a[2])));
            if (_a[0]) *reinterpret_cast< QObject**>(_a[0]) = std::move(_r); }  break;
        case 5: { QVariantList _r = _t->roots();
            if (_a[0]) *reinterpret_cast< QVariantList*>(_a[0]) = std::move(_r); }  break;
        case 6: _t->setContextValue((*reinterpret_cast< std::add_pointer_t<QString>>(_a[1])),(*reinterpret_cast< std::add_pointer_t<QVariant>>(_a[2]))); break;
        case 7: _t->addImportFolder((*reinterpret_cast< std::add_pointer_t<QString>>(_a[1]))); break;
        default: ;
        }
    } else if (_c == QMetaObject::RegisterMethodArgumentMetaType) {
        switch (_id) {
        default: *reinterpret_cast<QMetaType *>(_a[0]) = QMetaType(); break;
        case 3:
            switch (*reinterpret_cast<int*>(_a[1])) {
            default: *reinterpret_cast<QMetaType *>(_a[0]) = QMetaType(); break;
            case 0:
                *reinterpret_cast<QMetaType *>(_a[0]) = QMetaType::fromType< QQmlComponent* >(); break;
            }
            break;
        case 4:
            switch (*reinterpret_cast<int*>(_a[1])) {
            default: *reinterpret_cast<QMetaType *>(_a[0]) = QMetaType(); break;
            case 0:
                *reinterpret_cast<QMetaType *>(_a[0]) = QMetaType::fromType< QQmlComponent* >(); break;
            }
            break;
        }
    } else if (_c == QMetaObject::IndexOfMethod) {
        int *result = reinterpret_cast<int *>(_a[0]);
        {
            using _t = void (QmlEngine::*)(const QVariantList & );
            if (_t _q_method = &QmlEngine::problems; *reinterpret_cast<_t *>(_a[1]) == _q_method) {
                *result = 0;
                return;
            }
        }
    }
}

const QMetaObject *QmlEngine::metaObject() const
{
    return QObject::d_ptr->metaObject ? QObject::d_ptr->dynamicMetaObject() : &staticMetaObject;
}

void *QmlEngine::qt_metacast(const char *_clname)
{
    if (!_clname) return nullptr;
    if (!strcmp(_clname, qt_meta_stringdata_QmlEngine.stringdata0))
        return static_cast<void*>(this);
    return QQmlApplicationEngine::qt_metacast(_clname);
}

int QmlEngine::qt_metacall(QMetaObject::Call _c, int _id, void **_a)
{
    _id = QQmlApplicationEngine::qt_metacall(_c, _id, _a);
    if (_id < 0)
        return _id;
    if (_c == QMetaObject::InvokeMetaMethod) {
        if (_id < 8)
            qt_static_metacall(this, _c, _id, _a);
        _id -= 8;
    } else if (_c == QMetaObject::RegisterMethodArgumentMetaType) {
        if (_id < 8)
            qt_static_metacall(this, _c, _id, _a);
        _id -= 8;
    }
    return _id;
}

// SIGNAL 0
void QmlEngine::problems(const QVariantList & _t1)
{
    void *_a[] = { nullptr, const_cast<void*>(reinterpret_cast<const void*>(std::addressof(_t1))) };
    QMetaObject::activate(this, &staticMetaObject, 0, _a);
}
QT_WARNING_POP
QT_END_MOC_NAMESPACE
