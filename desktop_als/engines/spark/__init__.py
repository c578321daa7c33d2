"""Training on an Apache Spark cluster. Only what is named ``Cluster`` can be used without pyspark; nothing here loads it early.

cluster      what a person says of the cluster
session      connecting to it, watching what runs there, letting go of it; beside it, in the order of their use:
               java, reaching (is there what it takes), configuration, jvm, logs (Spark itself), executors (what the cluster gave),
               shipping (our code goes there), watching (progress and cancel), failures (what went wrong, in a sentence)
trainer      the iterator that training asks for epochs; the same as on this computer
rows         way one: our own row solver inside the executors, blocks of listeners and artists that trade factors
mllib        way two: Spark's own ALS; beside it mllib_jobs (how far it is) and mllib_loss (what it reached)
exchange     the folder that this computer and the cluster both see: pairs go there as Parquet, factors come back (parquet);
               hadoop is for a folder that only Spark can reach
reading      plays that only the cluster holds: Parquet and CSV of any size, dumps of ListenBrainz
"""
