-- What version 1 of Footnote's conversations.sqlite held, without the full-text index.
CREATE TABLE citations (
        turn INTEGER NOT NULL REFERENCES turns (id),
        place INTEGER NOT NULL,
        marker INTEGER NOT NULL CHECK (marker > 0),
        path TEXT NOT NULL CHECK (path <> ''),
        revision TEXT NOT NULL CHECK (revision <> ''),
        page INTEGER CHECK (page IS NULL OR page > 0),
        first INTEGER NOT NULL CHECK (first >= 0),
        end INTEGER NOT NULL CHECK (end > first),
        label TEXT NOT NULL,
        quote TEXT NOT NULL CHECK (quote <> ''),
        reading TEXT NOT NULL,
        PRIMARY KEY (turn, place)
    ) WITHOUT ROWID
    ;
INSERT INTO "citations" VALUES(1,0,1,'/docs/lease.txt','00000000000000000000000000000000-text',NULL,3,37,'line 1','The notice period is three months.','{}');
INSERT INTO "citations" VALUES(1,1,2,'/docs/scan.png','00000000000000000000000000000000-text',4,3,14,'p. 4','Drei Monate','{"scanned":true,"confidence":0.8,"hidden":true,"boxes":[[0.1,0.2,0.3,0.4]]}');
INSERT INTO "citations" VALUES(2,0,1,'/docs/lease.txt','00000000000000000000000000000000-text',NULL,3,37,'line 1','The notice period is three months.','{}');
INSERT INTO "citations" VALUES(3,0,1,'/docs/lease.txt','00000000000000000000000000000000-text',NULL,3,37,'line 1','The notice period is three months.','{}');
CREATE TABLE conversations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL CHECK (title <> ''),
        begun_at REAL NOT NULL,
        changed_at REAL NOT NULL
    );
INSERT INTO "conversations" VALUES(1,'How long is the notice period?',1700000000.0,1700000060.0);
INSERT INTO "conversations" VALUES(2,'Every contract?',1800000000.0,1800000000.0);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE texts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        text TEXT NOT NULL,
        UNIQUE (conversation, turn)
    );
INSERT INTO "texts" VALUES(1,1,0,'How long is the notice period?');
INSERT INTO "texts" VALUES(2,1,1,'How long is the notice period?
It is three months. There are 2 leases.
The two leases name different periods.');
INSERT INTO "texts" VALUES(3,1,2,'Who?
');
INSERT INTO "texts" VALUES(4,2,0,'Every contract?');
INSERT INTO "texts" VALUES(5,2,3,'Every contract?
Lease: The notice period is three months.');
CREATE TABLE turns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation INTEGER NOT NULL REFERENCES conversations (id),
        asked_at REAL NOT NULL,
        question TEXT NOT NULL,
        scope TEXT NOT NULL,
        within TEXT NOT NULL,
        searched TEXT NOT NULL,
        answer TEXT NOT NULL CHECK (answer <> ''),
        trace TEXT NOT NULL
    );
INSERT INTO "turns" VALUES(1,1,1700000000.0,'How long is the notice period?','type:pdf','/docs','notice period','{"type":"answer","question":"How long?","sentences":[{"text":"It is three months.","support":"partly","citations":[1,2],"quoted":false,"counted":false},{"text":"There are 2 leases.","support":"supported","citations":[],"quoted":false,"counted":true}],"citations":[],"mode":"full","model":"qwen","timings":{"total":1.5},"dropped":[{"text":"It is nine years.","support":"unsupported","citations":[],"quoted":false,"counted":false}],"conflicts":[{"text":"The two leases name different periods.","citations":[2,1]}]}','0123456789ab');
INSERT INTO "turns" VALUES(2,1,1700000060.0,'Who?','','','','{"type":"no-answer","question":"Who?","reason":"not-in-documents","nearest":[],"timings":{}}','');
INSERT INTO "turns" VALUES(3,2,1800000000.0,'Every contract?','','','','{"type":"table","question":"The notice period of every contract?","rows":[{"path":"/docs/lease.txt","title":"Lease","sentences":[{"text":"The notice period is three months.","support":"supported","citations":[1],"quoted":true,"counted":false}],"value":"three months"},{"path":"/docs/menu.txt","title":"Menu","sentences":[],"value":""}],"citations":[],"coverage":{"read":2,"total":3,"nothing":1,"failed":["/docs/broken.pdf"]},"mode":"quotes","model":null,"sections":false,"timings":{}}','');
CREATE INDEX turns_by_conversation ON turns (conversation);
CREATE INDEX citations_by_path ON citations (path);
PRAGMA application_id = 1181708148;
PRAGMA user_version = 1;
